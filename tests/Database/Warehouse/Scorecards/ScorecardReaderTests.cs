using GrpcExp.Analysis.Experiments;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Scorecards;
using AnalysisMode = GrpcExp.Warehouse.Definitions.AnalysisMode;
using MetricType = GrpcExp.Warehouse.Definitions.MetricType;

namespace GrpcExp.Database.Warehouse.Scorecards;

public sealed class SqliteScorecardReaderTests() : ScorecardReaderTests(WarehouseEngine.Sqlite);

public sealed class PostgresScorecardReaderTests() : ScorecardReaderTests(WarehouseEngine.Postgres);

public abstract class ScorecardReaderTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    [Fact]
    public async Task Before_the_first_build_there_is_nothing()
    {
        Assert.Empty(await new ScorecardReader(Database).ListAsync(Cancelled));
        Assert.Null(await new ScorecardReader(Database).GetAsync("checkout", Cancelled));
    }

    /// <summary>
    /// Seven-day retention of the Cookie Cats experiment, 8,502 of 44,700 against 8,279 of 45,489 players. Expected numbers
    /// from scipy: ttest_ind(equal_var=False) on the published data, chisquare for the sample ratio.
    /// </summary>
    [Fact]
    public async Task Cookie_cats_comes_through_the_warehouse_as_published()
    {
        var planted = new PlantedExperiment().Measure(new MetricDefinition { Key = "retention_7", Type = MetricType.Conversion, EventName = "return" });
        planted.Experiment = planted.Experiment with { PrimaryMetric = "retention_7" };
        Plant(planted, "control", 44_700, 8_502);
        Plant(planted, "treatment", 45_489, 8_279);
        await planted.StoreAsync(Database, Cancelled);
        await BuildAsync();

        var card = await new ScorecardReader(Database).GetAsync("checkout", Cancelled);

        var comparison = card!.Analysis.Evidence.Metrics[0].Comparisons[0].Comparison;
        Assert.Equal(0.00155653, comparison.PValue.Value, 8);
        Assert.Equal(-0.00820130, comparison.Absolute.Value.Value, 8);
        Assert.Equal(-0.01328168, comparison.Absolute.Low.Value, 8);
        Assert.Equal(-0.0689021, comparison.Relative.Low.Value, 7);
        Assert.Equal(0.008608, card.Analysis.Evidence.SampleRatio.PValue.Value, 6);
        Assert.Equal(("RED", "DO_NOT_SHIP"), (card.Verdict, card.Recommendation));
        Assert.Equal(
            [$"checkout|treatment|worse|{comparison.PValue.Value:R}"],
            await QueryAsync("select experiment_key, variant, outcome, p_value from warehouse.mart_variant_comparison where is_decision_mode = 1"));
        Assert.Equal(["control|WARN", "treatment|WARN"], await QueryAsync("select variant, severity from warehouse.mart_sample_ratio_mismatch order by variant"));
        Assert.Equal(["checkout|RED|90189"], (await new ScorecardReader(Database).ListAsync(Cancelled)).Select(row => $"{row.ExperimentKey}|{row.Verdict}|{row.Units}"));
    }

    [Fact]
    public async Task A_scorecard_carries_the_sql_that_gives_its_numbers()
    {
        var planted = new PlantedExperiment().Measure(new MetricDefinition { Key = "retention_7", Type = MetricType.Conversion, EventName = "return" });
        planted.Experiment = planted.Experiment with { PrimaryMetric = "retention_7" };
        Plant(planted, "control", 40, 8);
        Plant(planted, "treatment", 41, 9);
        await planted.StoreAsync(Database, Cancelled);
        await BuildAsync();

        var statements = (await new ScorecardReader(Database).GetAsync("checkout", Cancelled))!.Sql.Split("\n\n");

        Assert.Equal(
            ["-- experiments", "-- variants", "-- metrics", "-- sums", "-- quantiles", "-- quality"],
            statements.Select(statement => statement.Split('\n')[0]));
        Assert.Contains("checkout|itt|treatment|41|0.5", await QueryAsync(statements[1]));
        Assert.Contains(await QueryAsync(statements[3]), row => row.StartsWith("checkout|itt|retention_7|control|all|all|40|8|", StringComparison.Ordinal));
        Assert.Contains(await QueryAsync(statements[3]), row => row.StartsWith("checkout|itt|retention_7|treatment|all|all|41|9|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_analysis_read_back_is_the_one_that_was_stored()
    {
        var planted = new PlantedExperiment()
            .Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" })
            .Measure(new MetricDefinition { Key = "errors", Type = MetricType.Count, EventName = "error", Direction = FewerIsBetter, NonInferiorityMargin = 0.1 });
        planted.Experiment = planted.Experiment with { GuardrailMetrics = ["errors"], PlannedUnits = 60, AnalysisMode = AnalysisMode.Exposed };
        for (var i = 0; i < 60; i++)
        {
            var variant = i % 2 == 0 ? "control" : "treatment";
            planted.Assign($"u{i}", variant, 0, $"s{i % 3}").Expose($"u{i}", variant, 1).Act($"u{i}", i % 7 + 0.1, 2).Act($"u{i}", null, 3, i % 5 == 0 ? "error" : "other");
        }

        await planted.StoreAsync(Database, Cancelled);
        await BuildAsync();

        var card = (await new ScorecardReader(Database).GetAsync("checkout", Cancelled))!;

        using var stream = new MemoryStream();
        GrpcExp.Analysis.Reports.AnalysisJson.Write(stream, new GrpcExp.Analysis.Reports.AnalysisSource("checkout", 60), card.Analysis);
        Assert.Equal(card.AnalysisJson, System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal("events until 2026-03-01 03:00:00.000 UTC", card.DataRevision);
        Assert.Equal(3, (await QueryAsync("select segment_value from warehouse.mart_segment_effects where metric_key = 'revenue' and segment_dimension = 'segment'")).Length);
        Assert.Single(await QueryAsync("select severity from warehouse.mart_guardrail_metrics"));
    }

    [Fact]
    public async Task An_experiment_without_units_is_listed_without_a_verdict()
    {
        await new PlantedExperiment().Measure(new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" }).StoreAsync(Database, Cancelled);
        await BuildAsync();

        var row = Assert.Single(await new ScorecardReader(Database).ListAsync(Cancelled));
        Assert.Null(row.Verdict);
        Assert.Null(await new ScorecardReader(Database).GetAsync("checkout", Cancelled));
    }

    private const GrpcExp.Warehouse.Definitions.MetricDirection FewerIsBetter = GrpcExp.Warehouse.Definitions.MetricDirection.Decrease;

    private static void Plant(PlantedExperiment planted, string variant, int units, int returning)
    {
        for (var i = 0; i < units; i++)
        {
            planted.Assign($"{variant}{i}", variant);
            if (i < returning)
            {
                planted.Act($"{variant}{i}", null, 168, "return");
            }
        }
    }

    private async Task BuildAsync()
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }
}
