using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Builds;

public sealed class SqlitePartialBuildTests() : PartialBuildTests(WarehouseEngine.Sqlite);

public sealed class PostgresPartialBuildTests() : PartialBuildTests(WarehouseEngine.Postgres);

/// <summary>A build of selected models.</summary>
public abstract class PartialBuildTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const string CohortSize = "select count(*) from warehouse.fct_experiment_cohort";

    [Fact]
    public async Task Only_what_is_selected_and_the_views_over_it_are_made()
    {
        await PlantAsync("u1");
        await BuildAsync();
        await PlantAsync("u2");

        var result = await BuildAsync("int_metric_unit_daily");

        Assert.Equal(
            [
                "int_metric_unit_daily", "int_metric_unit_days", "int_metric_unit_outcomes", "int_metric_unit_parts", "int_metric_unit_progress", "int_metric_unit_totals",
                "int_metric_unit_values",
            ],
            result.Models.Select(model => model.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["1"], await QueryAsync(CohortSize));
        Assert.Equal(["1"], await QueryAsync("select count(*) from warehouse.int_metric_unit_values"));
    }

    [Fact]
    public async Task The_next_whole_build_takes_up_what_a_partial_one_left_alone()
    {
        await PlantAsync("u1");
        await BuildAsync();
        await PlantAsync("u2");
        await BuildAsync("+fct_experiment_cohort");
        Assert.Equal(["2"], await QueryAsync(CohortSize));
        Assert.Equal(["1"], await QueryAsync("select count(*) from warehouse.int_metric_unit_daily"));

        await BuildAsync();

        Assert.Equal(["2"], await QueryAsync("select count(*) from warehouse.int_metric_unit_daily"));
    }

    [Fact]
    public async Task What_selects_nothing_is_refused_with_what_is_near_it()
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions { Select = ["fct_experiment_cohorts"] }, null, Cancelled);

        Assert.False(result.Published);
        Assert.Contains("fct_experiment_cohort", result.Failure, StringComparison.Ordinal);
    }

    private async Task PlantAsync(string unit)
    {
        var planted = new PlantedExperiment().Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" });
        planted.Assign(unit, "control").Expose(unit, "control", 1);
        planted.Events.Add(new EventRow($"e-{unit}", unit, "order", 1, PlantedExperiment.Start.AddHours(2)));
        await planted.StoreAsync(Database, Cancelled);
    }

    private async Task<BuildResult> BuildAsync(params string[] select)
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions { Select = select }, null, Cancelled);
        Assert.True(result.Published, result.Failure);
        return result;
    }
}
