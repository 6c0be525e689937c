using System.Globalization;
using GrpcExp.Statistics.Monitoring;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteMonitoringTests() : MonitoringTests(WarehouseEngine.Sqlite);

public sealed class PostgresMonitoringTests() : MonitoringTests(WarehouseEngine.Postgres);

/// <summary>What is out of the ordinary, and what only looks so.</summary>
public abstract class MonitoringTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_volume_is_held_against_the_mean_and_the_deviation_of_the_days_before()
    {
        // Mean 10, squares of deviations 8·1 = 8, over 7: a standard deviation of 1.069.
        await DaysAsync([9, 11, 9, 11, 9, 11, 9, 11, 13, 10]);
        await BuildAsync();

        Assert.Equal(
            ["2026-02-07|ok|too few earlier days", "2026-02-08|ok|as usual", "2026-02-09|ok|as usual"],
            await QueryAsync("select day, severity, detail from warehouse.mart_anomalies where check_kind = 'volume' and day between '2026-02-07' and '2026-02-09' order by day"));
        var row = Assert.Single(await QueryAsync("select observed, expected, std_dev, z_score from warehouse.mart_anomalies where check_kind = 'volume' and day = '2026-02-09'")).Split('|');
        double[] numbers = [.. row.Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        Assert.Equal([13, 10, Math.Sqrt(8 / 7.0), 3 / Math.Sqrt(8 / 7.0)], numbers, (expected, actual) => Math.Abs(expected - actual) < 1e-12);
    }

    [Theory]
    [InlineData(13, "ok|as usual")]
    [InlineData(14, "warn|higher than usual")]
    [InlineData(15, "warn|higher than usual")]
    [InlineData(16, "error|higher than usual")]
    [InlineData(6, "warn|lower than usual")]
    [InlineData(0, "error|lower than usual")]
    public async Task Beyond_three_deviations_is_a_warning_and_beyond_five_an_error(int events, string verdict)
    {
        // Deviations of 1.069: 3 are 3.2 events, 5 are 5.3.
        await DaysAsync([9, 11, 9, 11, 9, 11, 9, 11, events, 10]);
        await BuildAsync();

        Assert.Equal([verdict], await QueryAsync("select severity, detail from warehouse.mart_anomalies where check_kind = 'volume' and day = '2026-02-09'"));
    }

    [Fact]
    public async Task Days_further_back_than_the_window_do_not_count_and_days_all_alike_have_no_score()
    {
        // Day 15 looks at days 1 to 14, which are alike; day 14 still sees the spike of day 0.
        await DaysAsync([50, .. Enumerable.Repeat(10, 14), 11, 10]);
        await BuildAsync();

        Assert.Equal(
            ["2026-02-15|ok|as usual", "2026-02-16|warn|changed after days all alike"],
            await QueryAsync("select day, severity, detail from warehouse.mart_anomalies where check_kind = 'volume' and day between '2026-02-15' and '2026-02-16' order by day"));
        Assert.Equal(["10|0|"], await QueryAsync("select expected, std_dev, z_score from warehouse.mart_anomalies where check_kind = 'volume' and day = '2026-02-16'"));
    }

    [Fact]
    public async Task The_score_is_that_of_the_statistics_engine()
    {
        int[] volumes = [7, 12, 9, 30, 8, 11, 10, 13, 9, 12, 8, 7, 15, 11, 9, 14, 3];
        await DaysAsync(volumes);
        await BuildAsync();

        var scores = await QueryAsync("select z_score from warehouse.mart_anomalies where check_kind = 'volume' and z_score is not null order by day");

        // From the eighth day on, without the last, which is still going on.
        Assert.Equal(volumes.Length - 8, scores.Length);
        foreach (var (i, score) in scores.Index())
        {
            var day = i + 7;
            double[] window = [.. volumes[Math.Max(0, day - 14)..day].Select(volume => (double)volume)];
            Assert.True(AnomalyScore.Rolling(window, volumes[day]).TryGet(out var expected));
            Assert.Equal(expected, double.Parse(score, CultureInfo.InvariantCulture), 1e-10);
        }
    }

    [Fact]
    public async Task Values_that_go_missing_or_move_are_seen_and_so_is_an_event_that_no_longer_comes()
    {
        // Nine days with means about 5; on the tenth half of the values are missing and the others are 9; then only "other" goes on.
        for (var day = 0; day < 9; day++)
        {
            await ActAsync("order", day, 6, i => 5 + 0.1 * (day % 3));
        }

        await ActAsync("order", 9, 6, i => i % 2 == 0 ? 9 : null);
        foreach (var day in Enumerable.Range(0, 14))
        {
            await ActAsync("other", day, 1, _ => null, spacing: 0);
        }

        await BuildAsync();

        Assert.Equal(
            ["mean_value|9|error|higher than usual", "null_rate|0.5|warn|changed after days all alike", "volume|6|ok|as usual"],
            await QueryAsync("select check_kind, observed, severity, detail from warehouse.mart_anomalies where subject = 'order' and day = '2026-02-10' and check_kind <> 'freshness_hours' order by check_kind"));

        // Orders come hourly until 05:00: the last came 19 hours before the 10th ended, 43 before the 11th did, and 103 before noon of the 14th.
        Assert.Equal(
            ["2026-02-10|19|ok", "2026-02-11|43|warn", "2026-02-14|103|warn"],
            await QueryAsync(
                "select day, observed, severity from warehouse.mart_anomalies where subject = 'order' and check_kind = 'freshness_hours' and day in ('2026-02-10', '2026-02-11', '2026-02-14') order by day"));
        Assert.Equal(["0"], await QueryAsync("select count(*) from warehouse.mart_anomalies where day = '2026-02-14' and check_kind <> 'freshness_hours'"));
    }

    [Fact]
    public async Task A_metric_drifts_by_its_definition_and_by_its_values()
    {
        var revenue = new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" };
        await new DefinitionStore(Database).ReplaceAsync(
            new(
                [
                    new PlantedExperiment().Experiment with { MetricVersions = new Dictionary<string, int> { ["revenue"] = 1 } },
                    new PlantedExperiment().Experiment with { Key = "current", MetricVersions = new Dictionary<string, int> { ["revenue"] = 2 } },
                    new PlantedExperiment().Experiment with { Key = "over", State = "CONCLUDED", MetricVersions = new Dictionary<string, int> { ["revenue"] = 1 } },
                ],
                [],
                [
                    revenue, revenue with { Version = 2, CapValue = 100, AttributionWindowHours = 48 }, revenue with { Key = "sales", AttributionWindowHours = 48, OwnerTeam = "shop" },
                    revenue with { Key = "sales_day", AttributionWindowHours = 24 }, revenue with { Key = "orders", Type = MetricType.Count, AttributionWindowHours = 48 },
                ]),
            Cancelled);
        for (var day = 0; day < 10; day++)
        {
            await ActAsync("order", day, 4, _ => day == 8 ? 9 : 5 + 0.1 * (day % 3));
        }

        await BuildAsync();

        Assert.Equal(
            ["outdated_pin|revenue|checkout|1|attribution_window_hours, cap_value", "same_meaning|revenue|sales|2|owner_team, cap_value"],
            await QueryAsync("select drift_kind, metric_key, counterpart, metric_version, detail from warehouse.mart_metric_drift where day is null order by drift_kind"));
        Assert.Equal(
            ["revenue|order|2026-02-09|2|9|error|higher than usual", "sales|order|2026-02-09|1|9|error|higher than usual", "sales_day|order|2026-02-09|1|9|error|higher than usual"],
            await QueryAsync("select metric_key, counterpart, day, metric_version, observed, severity, detail from warehouse.mart_metric_drift where drift_kind = 'value_shift' order by metric_key"));
    }

    [Fact]
    public async Task The_health_of_the_pipeline_is_that_of_its_sources_and_of_its_builds()
    {
        await new PlantedExperiment().Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" })
            .Assign("a", "control", 0).Assign("b", "control", 1).Act("a", 1, 24).Act("a", 1, 25).Expose("a", "control", 2).StoreAsync(Database, Cancelled);
        await BuildAsync();

        // 25 - 1 hours are not late, 25 hours are; the view of models tells of the build once it is over.
        const string Sources = "select component, row_count, behind_hours, status from warehouse.mart_pipeline_health where component_kind = 'source' order by component";
        Assert.Equal(["raw.assignments|2|24|ok", "raw.events|2|0|ok", "raw.exposures|1|23|ok"], await QueryAsync(Sources));
        Assert.Equal(
            ["dim_users|2|0|ok", "stg_events||0|ok"],
            await QueryAsync("select component, row_count, behind_hours, status from warehouse.mart_pipeline_health where component in ('dim_users', 'stg_events') order by component"));

        await new EventIngestor(Database).RecordEventsAsync([new EventRow("later", "a", "order", 1, PlantedExperiment.Start.AddHours(26))], Cancelled);
        await BuildAsync();
        Assert.Equal(["raw.assignments|2|25|late", "raw.events|3|0|ok", "raw.exposures|1|24|ok"], await QueryAsync(Sources));

        var failed = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions { Vars = new Dictionary<string, string> { ["anomaly_warn_z"] = "no number" } }, null, Cancelled);
        Assert.False(failed.Published);
        Assert.Equal(["failed"], await QueryAsync("select distinct status from warehouse.mart_pipeline_health where component_kind = 'model'"));
    }

    private async Task DaysAsync(IReadOnlyList<int> volumes)
    {
        foreach (var (day, volume) in volumes.Index())
        {
            await ActAsync("order", day, volume, _ => 1, spacing: 20);
        }
    }

    /// <summary>Events of a day, the first at midnight and the others so many minutes apart, or all at noon.</summary>
    private async Task ActAsync(string name, int day, int count, Func<int, double?> value, int spacing = 60) => await new EventIngestor(Database).RecordEventsAsync(
        [.. Enumerable.Range(0, count).Select(i => new EventRow($"{name}-{day}-{i}", "u", name, value(i), Start.AddDays(day).AddMinutes(spacing == 0 ? 720 : spacing * i)))],
        Cancelled);

    private async Task BuildAsync()
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }
}
