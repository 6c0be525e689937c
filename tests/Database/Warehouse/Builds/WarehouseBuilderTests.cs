using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Builds;

public sealed class SqliteWarehouseBuilderTests() : WarehouseBuilderTests(WarehouseEngine.Sqlite);

public sealed class PostgresWarehouseBuilderTests() : WarehouseBuilderTests(WarehouseEngine.Postgres);

public abstract class WarehouseBuilderTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly MetricDefinition Revenue = new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" };

    private WarehouseBuilder Builder => new(Database);

    [Fact]
    public async Task An_empty_warehouse_builds()
    {
        var result = await Builder.BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.True(result.Published, result.Failure);
        Assert.Equal(1, result.BuildId);
        Assert.Null(result.Watermark);
    }

    [Fact]
    public async Task The_sums_of_every_variant_are_those_of_its_units()
    {
        await new PlantedExperiment()
            .Measure(Revenue)
            .Assign("u1", "control").Assign("u2", "control").Assign("u3", "treatment")
            .Act("u1", 2, 1).Act("u1", 3, 2).Act("u3", 7, 1).Act("u3", 100, -1)
            .StoreAsync(Database, Cancelled);

        await BuildAsync();

        Assert.Equal(
            ["control|2|5|25", "treatment|1|7|49"],
            await QueryAsync(
                "select variant, unit_count, value_sum, value_square_sum from warehouse.agg_experiment_metric_by_variant "
                + "where analysis_mode = 'itt' and segment_dimension = 'all' order by variant"));
    }

    private async Task<BuildResult> BuildAsync(BuildOptions? options = null)
    {
        var result = await Builder.BuildAsync(options ?? new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
        return result;
    }
}
