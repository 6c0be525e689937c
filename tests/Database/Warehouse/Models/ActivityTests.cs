using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteActivityTests() : ActivityTests(WarehouseEngine.Sqlite);

public sealed class PostgresActivityTests() : ActivityTests(WarehouseEngine.Postgres);

/// <summary>Who was active when, who came back, and who became an active user: counted by hand.</summary>
public abstract class ActivityTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_unit_counts_once_in_every_window_that_it_was_active_in()
    {
        // a acts on days 0, 1 and 8; b on day 0; c on day 35, which is the newest.
        await ActAsync(("a", 0), ("a", 0.5), ("a", 1), ("b", 0.2), ("a", 8), ("c", 35));

        await BuildAsync();

        // Day 7 no longer sees a's day 0 in seven days but its day 1; day 8 sees days 2 to 8.
        Assert.Equal(
            ["2026-02-01|2|2|2", "2026-02-02|1|2|2", "2026-02-03|0|2|2", "2026-02-07|0|2|2", "2026-02-08|0|1|2", "2026-02-09|1|1|2", "2026-02-15|0|1|2", "2026-02-16|0|0|2"],
            await ActiveAsync(0, 1, 2, 6, 7, 8, 14, 15));

        // Twenty-eight days end on day 27 for day 0 and on day 35 for day 8.
        Assert.Equal(["2026-02-28|0|0|2", "2026-03-01|0|0|1", "2026-03-07|0|0|1", "2026-03-08|1|1|2"], await ActiveAsync(27, 28, 34, 35));
        Assert.Equal(["2026-02-01|2026-03-07"], await QueryAsync("select min(day), max(day) from warehouse.fact_dau where is_complete = 1"));
        Assert.Equal(["2026-02-07|2026-03-07"], await QueryAsync("select min(day), max(day) from warehouse.fact_wau where is_complete = 1"));
        Assert.Equal(["2026-02-28|2026-03-07"], await QueryAsync("select min(day), max(day) from warehouse.fact_mau where is_complete = 1"));
    }

    [Fact]
    public async Task An_active_user_acted_often_enough_in_its_first_days()
    {
        // Seven days from day 0 end with day 6: "late" has its third event on day 7. The cohort of day 2 is over with day 8, that of day 3 is not.
        await ActAsync(
            ("often", 0), ("often", 0.1), ("often", 6.99), ("late", 0), ("late", 1), ("late", 7), ("twice", 0), ("twice", 0.5),
            ("next", 2), ("next", 2.1), ("next", 2.2), ("young", 3), ("young", 3.1), ("young", 3.2), ("last", 9));

        await BuildAsync();

        Assert.Equal(
            [$"2026-02-01|3|1|{1 / 3.0:R}", "2026-02-03|1|1|1"],
            await QueryAsync("select cohort_day, unit_count, activated_unit_count, metric_value from warehouse.fact_activation order by cohort_day"));
    }

    [Fact]
    public async Task A_unit_is_retained_when_it_acts_on_the_very_day()
    {
        await ActAsync(("a", 0.9), ("a", 1), ("a", 7.5), ("a", 30.5), ("b", 0), ("b", 2), ("b", 14), ("c", 16), ("c", 17), ("d", 31));

        await BuildAsync();

        // Day 30 of the first cohort is over, as day 31 has begun; day 14 of the second is day 30, and its day 30 is to come.
        Assert.Equal(
            ["2026-02-01|1|2|1|0.5", "2026-02-01|7|2|1|0.5", "2026-02-01|14|2|1|0.5", "2026-02-01|30|2|1|0.5", "2026-02-17|1|1|1|1", "2026-02-17|7|1|0|0", "2026-02-17|14|1|0|0"],
            await QueryAsync("select cohort_day, retention_day, unit_count, retained_unit_count, metric_value from warehouse.fact_retention order by cohort_day, retention_day"));
    }

    [Fact]
    public async Task The_day_that_is_still_going_on_retains_nobody_yet()
    {
        await ActAsync(("a", 0), ("a", 1));
        await BuildAsync();
        Assert.Empty(await QueryAsync("select * from warehouse.fact_retention"));

        await ActAsync(("b", 2));
        await BuildAsync();
        Assert.Equal(["2026-02-01|1|1"], await QueryAsync("select cohort_day, retention_day, metric_value from warehouse.fact_retention"));
    }

    [Fact]
    public async Task A_user_is_known_by_its_events_and_its_assignments()
    {
        await new PlantedExperiment().Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" })
            .Assign("early", "control", 1).Act("early", 1, 30).Act("early", 1, 50).Assign("quiet", "control", 2)
            .Assign("cross", "control", 3).Assign("cross", "treatment", 4).Act("stranger", null, 5).StoreAsync(Database, Cancelled);

        await BuildAsync();

        Assert.Equal(
            [
                "cross|2026-03-01 03:00:00.000|2026-03-01 03:00:00.000|||0|0|1",
                "early|2026-03-01 01:00:00.000|2026-03-03 02:00:00.000|2026-03-02|2026-03-03|2|2|1",
                "quiet|2026-03-01 02:00:00.000|2026-03-01 02:00:00.000|||0|0|1",
                "stranger|2026-03-01 05:00:00.000|2026-03-01 05:00:00.000|2026-03-01|2026-03-01|1|1|0",
            ],
            await QueryAsync(
                "select unit_id, first_seen_at, last_seen_at, first_active_day, last_active_day, active_day_count, event_count, assigned_experiment_count from warehouse.dim_users order by unit_id"));
    }

    [Fact]
    public async Task Days_have_their_week_and_month()
    {
        // 2025-12-29 is the Monday of the week that begins 2026.
        await new EventIngestor(Database).RecordEventsAsync(
            [new EventRow("1", "u", "e", null, new(2025, 12, 28, 23, 59, 59, TimeSpan.Zero)), new EventRow("2", "u", "e", null, new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero))],
            Cancelled);

        await BuildAsync();

        Assert.Equal(
            [
                "2025-12-28|2025-12-22|2025-12-01|7|1|1", "2025-12-29|2025-12-29|2025-12-01|1|0|1", "2025-12-30|2025-12-29|2025-12-01|2|0|1",
                "2025-12-31|2025-12-29|2025-12-01|3|0|1", "2026-01-01|2025-12-29|2026-01-01|4|0|1", "2026-01-02|2025-12-29|2026-01-01|5|0|1",
                "2026-01-03|2025-12-29|2026-01-01|6|1|1", "2026-01-04|2025-12-29|2026-01-01|7|1|1", "2026-01-05|2026-01-05|2026-01-01|1|0|0",
            ],
            await QueryAsync("select day, week_start, month_start, day_of_week, is_weekend, is_over from warehouse.dim_dates order by day"));
    }

    private Task<string[]> ActiveAsync(params int[] days) => QueryAsync(
        "select dau.day, dau.metric_value, wau.metric_value, mau.metric_value from warehouse.fact_dau as dau inner join warehouse.fact_wau as wau on wau.day = dau.day "
        + "inner join warehouse.fact_mau as mau on mau.day = dau.day "
        + $"where dau.day in ({string.Join(", ", days.Select(day => $"'{Start.AddDays(day):yyyy-MM-dd}'"))}) order by dau.day");

    private async Task ActAsync(params (string Unit, double Day)[] events) => await new EventIngestor(Database).RecordEventsAsync(
        [.. events.Select(e => new EventRow($"{e.Unit}-{e.Day}", e.Unit, "order", 1, Start.AddDays(e.Day)))], Cancelled);

    private async Task BuildAsync()
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }
}
