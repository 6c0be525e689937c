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
    public async Task Two_hundred_experiments_of_fifty_metrics_are_stored_as_they_are()
    {
        var metrics = Enumerable.Range(0, 50).Select(i => Revenue with { Key = $"m{i:00}" }).ToArray();
        var experiments = Enumerable.Range(0, 200).Select(i => Experiment with
        {
            Key = $"e{i:000}",
            PrimaryMetric = $"m{i % 50:00}",
            SecondaryMetrics = [.. metrics.Select(metric => metric.Key).Where(key => key != $"m{i % 50:00}")],
            MetricVersions = new Dictionary<string, int> { [$"m{i % 50:00}"] = 1 },
        }).ToArray();

        await Store.ReplaceAsync(new(experiments, [], metrics), Cancelled);

        Assert.Equal(["200|10000|200|245000"], await QueryAsync("select count(distinct experiment_key), count(*), sum(pinned_version), sum(position) from raw.experiment_metrics"));
        Assert.Equal(["m49|primary|0|1"], await QueryAsync("select metric_key, role, position, pinned_version from raw.experiment_metrics where experiment_key = 'e199' and position = 0"));
        Assert.Equal(["m48|secondary|49|"], await QueryAsync("select metric_key, role, position, pinned_version from raw.experiment_metrics where experiment_key = 'e199' and position = 49"));
        Assert.Equal(["50"], await QueryAsync("select count(*) from raw.metric_definitions"));
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
