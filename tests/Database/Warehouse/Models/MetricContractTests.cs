using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteMetricContractTests() : MetricContractTests(WarehouseEngine.Sqlite);

public sealed class PostgresMetricContractTests() : MetricContractTests(WarehouseEngine.Postgres);

/// <summary>What owners promise of the events of their metrics, beside what the events were.</summary>
public abstract class MetricContractTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly DateTimeOffset Newest = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_promise_is_held_against_the_events_of_the_last_seven_days()
    {
        Assert.Empty(await new ContractReader(Database).ListBrokenAsync(Cancelled));
        var revenue = new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order", OwnerTeam = "growth" };
        await new DefinitionStore(Database).ReplaceAsync(
            new(
                [],
                [],
                [
                    // Of an older version nothing is expected any more.
                    revenue with { Contract = new MetricContract(1_000, null, null, null) },
                    revenue with { Version = 2, Contract = new MetricContract(2, 8, 0.25, 3) },
                    revenue with { Key = "exact", Contract = new MetricContract(1, 9, 0.5, 4) },
                    revenue with { Key = "quiet", EventName = "nothing", Contract = new MetricContract(0, null, null, 24) },
                    revenue with { Key = "silent", EventName = "nothing" },
                ]),
            Cancelled);

        // Of the last seven days: 1, 9, and two without a value; the newest 4 hours before the newest of all. Before: a far greater one.
        await new EventIngestor(Database).RecordEventsAsync(
            [
                Order("1", 1, Newest.AddDays(-6)), Order("2", 9, Newest.AddDays(-1)), Order("3", null, Newest.AddDays(-1)), Order("4", null, Newest.AddHours(-4)),
                Order("5", 500, Newest.AddDays(-7)), new EventRow("6", "u", "visit", null, Newest),
            ],
            Cancelled);

        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.True(result.Published, result.Failure);
        Assert.Empty(result.FailedTests);
        Assert.Equal(
            [
                "exact|freshness_hours|1|4|4|kept", "exact|max_null_rate|1|0.5|0.5|kept", "exact|max_value|1|9|9|kept", "exact|min_value|1|1|1|kept",
                "quiet|freshness_hours|1|24||broken", "quiet|min_value|1|0||unknown",
                "revenue|freshness_hours|2|3|4|broken", "revenue|max_null_rate|2|0.25|0.5|broken", "revenue|max_value|2|8|9|broken", "revenue|min_value|2|2|1|broken",
            ],
            await QueryAsync("select metric_key, promise, metric_version, promised, observed, status from warehouse.mart_metric_contracts order by metric_key, promise"));
        Assert.Equal(
            [
                new BrokenPromise("quiet", "freshness_hours", 24, null), new BrokenPromise("revenue", "freshness_hours", 3, 4),
                new BrokenPromise("revenue", "max_null_rate", 0.25, 0.5), new BrokenPromise("revenue", "max_value", 8, 9), new BrokenPromise("revenue", "min_value", 2, 1),
            ],
            await new ContractReader(Database).ListBrokenAsync(Cancelled));
    }

    private static EventRow Order(string id, double? value, DateTimeOffset at) => new(id, "u", "order", value, at);
}
