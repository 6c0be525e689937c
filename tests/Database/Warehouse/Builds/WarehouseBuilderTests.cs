using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Database.Warehouse.Builds;

public sealed class SqliteWarehouseBuilderTests() : WarehouseBuilderTests(WarehouseEngine.Sqlite);

public sealed class PostgresWarehouseBuilderTests() : WarehouseBuilderTests(WarehouseEngine.Postgres);

public abstract class WarehouseBuilderTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const string FactCount = "select count(*) from warehouse.fact_assignments";

    private static readonly MetricDefinition Revenue = new() { Key = "revenue", Type = MetricType.Sum, EventName = "order" };

    [Fact]
    public async Task An_empty_warehouse_builds()
    {
        var result = await BuildAsync();

        Assert.Equal(1, result.BuildId);
        Assert.Null(result.Watermark);
        Assert.Contains(result.Models, model => model is { Name: "fct_experiment_scorecards", Rows: 0, Materialization: "computed" });
    }

    [Fact]
    [Trait("Promise", "P5.1")]
    public async Task Rebuilding_gives_the_same_rows_however_it_is_done()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await BuildAsync();
        var first = await BuildChecksums.ReadAsync(QueryAsync);

        await BuildAsync();
        var merged = await BuildChecksums.ReadAsync(QueryAsync);
        await BuildAsync(new BuildOptions { FullRefresh = true });
        var refreshed = await BuildChecksums.ReadAsync(QueryAsync);

        Assert.NotEmpty(first);
        Assert.Equal(first, merged);
        Assert.Equal(first, refreshed);
    }

    [Fact]
    [Trait("Promise", "P5.1")]
    public async Task The_order_in_which_events_arrive_does_not_matter()
    {
        var planted = Planted();
        await planted.StoreAsync(Database, Cancelled);
        await BuildAsync();
        var expected = await BuildChecksums.ReadAsync(QueryAsync);

        await EmptyRawAsync();
        planted.Assignments.Reverse();
        planted.Exposures.Reverse();
        planted.Events.Reverse();
        await planted.StoreAsync(Database, Cancelled);
        await BuildAsync(new BuildOptions { FullRefresh = true });

        Assert.Equal(expected, await BuildChecksums.ReadAsync(QueryAsync));
    }

    [Fact]
    [Trait("Promise", "P5.3")]
    public async Task A_build_that_fails_a_test_of_what_no_verdict_rests_on_leaves_readers_on_the_one_before()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await BuildAsync();
        var before = await BuildChecksums.ReadAsync(QueryAsync);
        await Planted().Assign("late", "control", 1).Assign("late2", "control", 1).StoreAsync(Database, Cancelled);

        var result = await BuilderWith(new DataTest("nobody_is_late", "", TestSeverity.Error, "select * from {{ ref('fact_assignments') }} where unit_id like 'late%'"))
            .BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.False(result.Published);
        Assert.Equal("Data tests failed: nobody_is_late (2 rows)", result.Failure);
        Assert.Equal(before, await BuildChecksums.ReadAsync(QueryAsync));
        Assert.Equal(["1|1", "2|0"], await QueryAsync("select build_id, is_published from meta.builds order by build_id"));
        Assert.Equal(3, (await BuildAsync()).BuildId);
    }

    [Fact]
    [Trait("Promise", "P5.3")]
    public async Task A_build_that_is_cancelled_leaves_readers_on_the_one_before()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await BuildAsync();
        var before = await BuildChecksums.ReadAsync(QueryAsync);
        await Planted().Assign("new", "control", 1).StoreAsync(Database, Cancelled);
        using var stop = new CancellationTokenSource();
        var progress = new Watcher(step =>
        {
            if (step is { Name: "mart_experiment_summary", Finished: false })
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), progress, stop.Token));

        Assert.Equal(before, await BuildChecksums.ReadAsync(QueryAsync));
    }

    [Fact]
    [Trait("Promise", "P5.3")]
    public async Task Readers_see_the_build_before_until_the_new_one_is_whole()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await BuildAsync();
        var before = await QueryAsync(FactCount);
        await Planted().Assign("new", "control", 1).StoreAsync(Database, Cancelled);
        string[] during = [];

        var result = await new WarehouseBuilder(Database).BuildAsync(
            new BuildOptions(),
            new Watcher(step =>
            {
                if (step is { Kind: BuildStepKind.Publish, Finished: false })
                {
                    during = QueryAsync(FactCount).GetAwaiter().GetResult();
                }
            }),
            Cancelled);

        Assert.True(result.Published, result.Failure);
        Assert.Equal(before, during);
        Assert.NotEqual(before, await QueryAsync(FactCount));
    }

    [Fact]
    public async Task Builds_from_several_processes_wait_for_each_other()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await using var other = await WarehouseDatabase.OpenAsync(ConnectionString, Time, Cancelled);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            Task.Run(() => new WarehouseBuilder(i % 2 == 0 ? Database : other).BuildAsync(new BuildOptions(), null, Cancelled), Cancelled)));

        Assert.All(results, result => Assert.True(result.Published, result.Failure));
        Assert.Equal([1L, 2L, 3L, 4L], results.Select(result => result.BuildId).Order());
    }

    [Fact]
    public async Task A_failing_test_of_severity_warn_is_reported_and_published()
    {
        await Planted().StoreAsync(Database, Cancelled);

        var result = await BuilderWith(new DataTest("odd", "", TestSeverity.Warn, "select * from {{ ref('dim_variants') }}")).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.True(result.Published, result.Failure);
        Assert.Equal(2, result.Tests.Single(test => test.Name == "odd").Failures);
    }

    [Fact]
    public async Task A_model_that_cannot_run_is_named_with_the_reason()
    {
        var project = ProjectLoader.LoadEmbedded();
        var broken = project.Models["dim_variants"] with { Source = "select nonsense from {{ ref('stg_variants') }}" };
        var models = new Dictionary<string, ModelDefinition>(project.Models) { ["dim_variants"] = broken };

        var result = await new WarehouseBuilder(Database, project with { Models = models }, [new ExperimentAnalysisStep()]).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.False(result.Published);
        Assert.Contains("dim_variants", result.Failure, StringComparison.Ordinal);
        Assert.Contains("nonsense", result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_experiment_that_cannot_be_analysed_is_named_with_the_reason()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await QueryAsync("update raw.experiments set alpha = 1");

        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);

        Assert.False(result.Published);
        Assert.Contains("Experiment checkout cannot be analysed", result.Failure, StringComparison.Ordinal);
        Assert.Contains("alpha", result.Failure, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Promise", "P4.4")]
    public async Task A_late_event_enters_the_next_build()
    {
        await Planted().StoreAsync(Database, Cancelled);
        await BuildAsync();
        Time.Now += TimeSpan.FromDays(10);
        await Planted().Assign("old", "control", -24 * 20).StoreAsync(Database, Cancelled);

        await BuildAsync();

        Assert.Equal(["1"], await QueryAsync(FactCount + " where unit_id = 'old'"));
    }

    [Fact]
    public async Task Every_step_is_reported_once_as_it_starts_and_once_as_it_ends()
    {
        var steps = new List<BuildProgress>();

        await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), new Watcher(steps.Add), Cancelled);

        Assert.Equal(steps.Count, 2 * steps[0].Total);
        Assert.Equal(Enumerable.Range(1, steps[0].Total), steps.Where(step => step.Finished).Select(step => step.Completed));
        Assert.Equal(steps[0].Total, steps.Where(step => !step.Finished).Select(step => (step.Kind, step.Name)).Distinct().Count());
        Assert.Equal("publish", steps[^1].Name);
    }

    [Fact]
    public async Task A_model_is_explained_by_the_sql_it_ran()
    {
        var builder = new WarehouseBuilder(Database);
        var before = await builder.ExplainAsync("fct_experiment_cohort", Cancelled);
        await BuildAsync();
        var after = await builder.ExplainAsync("fct_experiment_cohort", Cancelled);

        Assert.Null(before.BuildId);
        Assert.Equal((1, "incremental", 0L), (after.BuildId, after.Materialization, after.Rows));
        Assert.Equal(before.Sql, after.Sql);
        Assert.Equal(["int_assignments_canonical", "int_experiment_exposure_validation", "stg_unit_changes"], after.DependsOn);
        Assert.Empty(await QueryAsync(after.Sql));
        Assert.Contains("agg_experiment_metric_by_variant", (await builder.ExplainAsync("fct_experiment_results", Cancelled)).Sql, StringComparison.Ordinal);
        Assert.Contains("fct_experiment_cohort", (await Assert.ThrowsAsync<WarehouseException>(() => builder.ExplainAsync("nothing", Cancelled))).Message, StringComparison.Ordinal);
    }

    private static PlantedExperiment Planted()
    {
        var planted = new PlantedExperiment().Measure(Revenue);
        for (var i = 0; i < 30; i++)
        {
            planted.Assign($"u{i}", i % 2 == 0 ? "control" : "treatment", i / 10.0, $"s{i % 3}").Expose($"u{i}", i % 2 == 0 ? "control" : "treatment", i / 10.0 + 1);
            planted.Act($"u{i}", i / 7.0, 5 + i / 10.0).Act($"u{i}", 1 / (i + 3.0), 6 + i / 10.0);
        }

        return planted.Assign("u1", "control", 9).Assign("u2", "control", 9, id: "-again");
    }

    private async Task<BuildResult> BuildAsync(BuildOptions? options = null)
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(options ?? new BuildOptions(), null, Cancelled);
        Assert.True(result.Published, result.Failure);
        return result;
    }

    private WarehouseBuilder BuilderWith(DataTest test)
    {
        var project = ProjectLoader.LoadEmbedded();
        return new WarehouseBuilder(Database, project with { SqlTests = [.. project.SqlTests, test] }, [new ExperimentAnalysisStep()]);
    }

    private async Task EmptyRawAsync()
    {
        foreach (var table in new[] { "assignments", "exposures", "events", "resent_events_daily" })
        {
            await QueryAsync($"delete from raw.{table}");
        }
    }

    private sealed class Watcher(Action<BuildProgress> watch) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => watch(value);
    }
}
