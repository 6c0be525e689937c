using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Models;

public sealed class SqliteMetricEventTests() : MetricEventTests(WarehouseEngine.Sqlite);

public sealed class PostgresMetricEventTests() : MetricEventTests(WarehouseEngine.Postgres);

public abstract class MetricEventTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    [Fact]
    public async Task An_event_shows_with_every_metric_that_reads_it_and_its_number_for_it()
    {
        var revenue = new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" };
        await new DefinitionStore(Database).ReplaceAsync(
            new(
                [],
                [],
                [
                    revenue, revenue with { Version = 2, ValueField = "net" }, revenue with { Key = "buyers", Type = MetricType.Conversion },
                    revenue with { Key = "big", Filters = [new MetricFilter("value", FilterOperator.GreaterThan, "5")] },
                    revenue with { Key = "back", Type = MetricType.Retention, EventName = "view", WindowDelayHours = 24, AttributionWindowHours = 24 },
                ]),
            Cancelled);
        await new EventIngestor(Database).RecordEventsAsync([Event("1", "order", """{"net": 7.5}"""), Event("2", "order"), Event("3", "view"), Event("4", "click")], Cancelled);

        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.True(result.Published, result.Failure);
        Assert.Equal(
            ["back|1|3|1", "buyers|1|1|1", "buyers|1|2|1", "revenue|2|1|7.5", "revenue|2|2|"],
            await QueryAsync("select metric_key, metric_version, event_id, metric_value from warehouse.fact_metric_events order by metric_key, event_id"));
        Assert.Equal(["1|order", "2|order", "3|view"], await QueryAsync("select event_id, event_name from warehouse.stg_conversion_events order by event_id"));
    }

    private static EventRow Event(string id, string name, string? properties = null) => new(id, "u", name, 9, PlantedExperiment.Start, properties);
}
