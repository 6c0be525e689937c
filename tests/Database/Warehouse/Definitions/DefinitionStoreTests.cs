using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.Database.Warehouse.Definitions;

public sealed class SqliteDefinitionStoreTests() : DefinitionStoreTests(WarehouseEngine.Sqlite);

public sealed class PostgresDefinitionStoreTests() : DefinitionStoreTests(WarehouseEngine.Postgres);

public abstract class DefinitionStoreTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private static readonly MetricDefinition Revenue = new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" };

    private static readonly ExperimentDefinition Experiment = new PlantedExperiment().Experiment;

    private DefinitionStore Store => new(Database);

    [Fact]
    public async Task An_export_replaces_the_one_before_it()
    {
        await Store.ReplaceAsync(new([Experiment], [new FlagDefinition("f1", "bool", true, 3)], [Revenue]), Cancelled);
        await Store.ReplaceAsync(new([Experiment with { Owner = "bo", GuardrailMetrics = ["revenue"] }], [new FlagDefinition("f2", "json", false, 1)], [Revenue]), Cancelled);

        Assert.Equal(["checkout|bo|itt|2026-03-01 00:00:00.000"], await QueryAsync("select experiment_key, owner, analysis_mode, started_at from raw.experiments"));
        Assert.Equal(["f2|json|0"], await QueryAsync("select flag_key, flag_type, is_enabled from raw.flags"));
        Assert.Equal(["primary|0", "guardrail|1"], await QueryAsync("select role, position from raw.experiment_metrics order by position"));
    }

    [Fact]
    public async Task Shares_are_rescaled_to_one()
    {
        await Store.ReplaceAsync(new([Experiment with { Variants = [new("control", 75), new("treatment", 25)] }], [], [Revenue]), Cancelled);

        Assert.Equal(["control|0.75", "treatment|0.25"], await QueryAsync("select variant, expected_share from raw.experiment_variants order by position"));
    }

    [Fact]
    public async Task Definitions_that_contradict_themselves_are_refused_with_every_problem_and_nothing_changes()
    {
        await Store.ReplaceAsync(new([Experiment], [], [Revenue]), Cancelled);

        var exception = await Assert.ThrowsAsync<WarehouseException>(() => Store.ReplaceAsync(
            new(
                [
                    Experiment with { ControlVariant = "blue", PrimaryMetric = "unheard_of", Alpha = 1 },
                    Experiment with { State = "running", Variants = [new("control", 0)], PlannedUnits = 0 },
                ],
                [new FlagDefinition("f", "boolean", true, 1)],
                [Revenue with { CapPercentile = 99, CapValue = 1 }, Revenue]),
            Cancelled));

        Assert.All(
            [
                "Experiment checkout is defined more than once", "control blue", "metric unheard_of", "alpha 1", "state running", "1 variants", "plans 0 units",
                "type boolean", "two caps", "Metric revenue version 1 is defined more than once",
            ],
            problem => Assert.Contains(problem, exception.Message, StringComparison.Ordinal));
        Assert.Equal(["RUNNING"], await QueryAsync("select state from raw.experiments"));
    }
}
