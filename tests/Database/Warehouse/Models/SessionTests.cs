using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteSessionTests() : SessionTests(WarehouseEngine.Sqlite);

public sealed class PostgresSessionTests() : SessionTests(WarehouseEngine.Postgres);

/// <summary>Where sessions begin and end, with every event written down.</summary>
public abstract class SessionTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    [Fact]
    public async Task Thirty_minutes_without_an_event_end_a_session()
    {
        // One millisecond less than thirty minutes does not.
        await ActAsync("u", "2026-03-02 10:00:00.000", "2026-03-02 10:29:59.999", "2026-03-02 10:59:59.999");
        await ActAsync("other", "2026-03-02 10:15:00.000");

        await BuildAsync();

        Assert.Equal(
            ["other|2026-03-02|10:15:00.000|10:15:00.000|1", "u|2026-03-02|10:00:00.000|10:29:59.999|2", "u|2026-03-02|10:59:59.999|10:59:59.999|1"],
            await SessionsAsync());
        Assert.Equal(["other|1|1|0", "u|2|3|1799"], await QueryAsync("select unit_id, metric_value, event_count, duration_seconds from warehouse.fact_sessions order by unit_id"));
    }

    [Fact]
    public async Task A_session_counts_on_the_day_it_began_and_its_tail_begins_none()
    {
        await ActAsync("u", "2026-03-02 23:40:00.000", "2026-03-03 00:05:00.000", "2026-03-03 00:34:00.000", "2026-03-03 01:04:00.000");
        await ActAsync("v", "2026-03-02 23:30:00.000", "2026-03-03 00:00:00.000");

        await BuildAsync();

        Assert.Equal(
            [
                "u|2026-03-02|23:40:00.000|00:34:00.000|3", "u|2026-03-03|01:04:00.000|01:04:00.000|1",
                "v|2026-03-02|23:30:00.000|23:30:00.000|1", "v|2026-03-03|00:00:00.000|00:00:00.000|1",
            ],
            await SessionsAsync());
    }

    [Fact]
    public async Task A_session_is_cut_at_the_end_of_the_day_after_it_began()
    {
        // An event every twenty minutes from 23:00 on the 2nd to 01:00 on the 4th: 3 on the 2nd, 72 on the 3rd, and those of the 4th begin nothing.
        var start = new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.Zero);
        await ActAsync("robot", [.. Enumerable.Range(0, 79).Select(i => $"{start.AddMinutes(20 * i):yyyy-MM-dd HH:mm:ss.fff}")]);

        await BuildAsync();

        Assert.Equal(["robot|2026-03-02|23:00:00.000|23:40:00.000|75"], await SessionsAsync());
    }

    [Fact]
    public async Task An_event_that_comes_late_joins_and_parts_sessions_of_the_days_around_it()
    {
        await ActAsync("u", "2026-03-02 23:50:00.000", "2026-03-03 00:25:00.000");
        await BuildAsync();
        Assert.Equal(["u|2026-03-02|23:50:00.000|23:50:00.000|1", "u|2026-03-03|00:25:00.000|00:25:00.000|1"], await SessionsAsync());

        // Joins them: the 2nd has no new event, yet its session is longer now.
        await ActAsync("u", "2026-03-03 00:10:00.000");
        await BuildAsync();
        Assert.Equal(["u|2026-03-02|23:50:00.000|00:25:00.000|3"], await SessionsAsync());

        // And the 3rd has no new event, yet a session of it began earlier.
        await ActAsync("w", "2026-03-03 00:05:00.000", "2026-03-04 12:00:00.000");
        await BuildAsync();
        await ActAsync("w", "2026-03-02 23:45:00.000");
        await BuildAsync();
        Assert.Equal(
            ["u|2026-03-02|23:50:00.000|00:25:00.000|3", "w|2026-03-02|23:45:00.000|00:05:00.000|2", "w|2026-03-04|12:00:00.000|12:00:00.000|1"],
            await SessionsAsync());
    }

    [Fact]
    public async Task The_pause_can_be_set()
    {
        await ActAsync("u", "2026-03-02 10:00:00.000", "2026-03-02 10:09:59.999", "2026-03-02 10:19:59.999");

        await BuildAsync(("session_idle_minutes", "10"));

        Assert.Equal(["u|2026-03-02|10:00:00.000|10:09:59.999|2", "u|2026-03-02|10:19:59.999|10:19:59.999|1"], await SessionsAsync());
    }

    private async Task<string[]> SessionsAsync() =>
    [
        .. from row in await QueryAsync("select unit_id, day, started_at, ended_at, event_count from warehouse.int_sessions order by unit_id, started_at")
           let parts = row.Split('|')
           select string.Join('|', parts[0], parts[1], parts[2][11..], parts[3][11..], parts[4]),
    ];

    private async Task ActAsync(string unit, params string[] times) => await new EventIngestor(Database).RecordEventsAsync(
        [
            .. times.Select(time => new EventRow(
                $"{unit}-{time}", unit, "view", null, DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal))),
        ],
        Cancelled);

    private async Task BuildAsync(params (string Name, string Value)[] vars)
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions { Vars = vars.ToDictionary(v => v.Name, v => v.Value) }, null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }
}
