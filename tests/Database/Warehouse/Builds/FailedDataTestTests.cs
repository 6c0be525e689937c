using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Database.Warehouse.Builds;

public sealed class SqliteFailedDataTestTests() : FailedDataTestTests(WarehouseEngine.Sqlite);

public sealed class PostgresFailedDataTestTests() : FailedDataTestTests(WarehouseEngine.Postgres);

/// <summary>A data test of severity error that fails on what verdicts rest on makes them RED; the build goes on.</summary>
public abstract class FailedDataTestTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const string Verdicts = "select experiment_key, verdict, recommendation from warehouse.mart_experiment_scorecard order by experiment_key";
    private const string Findings = "select experiment_key, test_name, failing_row_count from warehouse.fct_failed_data_tests order by experiment_key, test_name";
    private const string Cohort = "{{ ref('fct_experiment_cohort') }}";

    /// <summary>Fails with two rows of the experiment "checkout".</summary>
    private static readonly DataTest OfCheckout = Test("two_are_odd", $"select * from {Cohort} where experiment_key = 'checkout' and unit_id in ('checkout-u1', 'checkout-u2')");

    [Fact]
    public async Task Only_the_experiments_of_the_failing_rows_become_red_and_the_reason_names_the_test()
    {
        await StoreAsync();
        await BuildAsync();
        Assert.Equal(["checkout|YELLOW|ITERATE", "search|YELLOW|ITERATE"], await QueryAsync(Verdicts));
        var search = await QueryAsync("select * from warehouse.fct_experiment_scorecards where experiment_key = 'search'");

        var result = await BuildAsync(OfCheckout);

        Assert.Equal(["two_are_odd 2"], result.FailedTests.Select(test => $"{test.Name} {test.Failures}"));
        Assert.Equal(["checkout|RED|INVALID", "search|YELLOW|ITERATE"], await QueryAsync(Verdicts));
        Assert.Equal(["checkout|two_are_odd|2"], await QueryAsync(Findings));
        Assert.Contains("Data quality two_are_odd: 2.", Assert.Single(await QueryAsync("select reasons from warehouse.mart_experiment_scorecard where experiment_key = 'checkout'")), StringComparison.Ordinal);
        Assert.Equal(search, await QueryAsync("select * from warehouse.fct_experiment_scorecards where experiment_key = 'search'"));
    }

    [Theory]
    [InlineData("select unit_id from {{ ref('fct_experiment_cohort') }} where unit_id = 'checkout-u1'")]
    [InlineData("select cast(null as text) as experiment_key from {{ ref('fct_experiment_cohort') }} where unit_id = 'checkout-u1'")]
    [InlineData("select 'unheard_of' as experiment_key from {{ ref('fct_experiment_cohort') }} where unit_id = 'checkout-u1'")]
    [InlineData("select 1 as one from (select count(*) as flag_count from {{ ref('stg_flags') }}) as flags where flag_count = 0")]
    public async Task Rows_that_belong_to_no_experiment_make_every_one_red(string sql)
    {
        await StoreAsync();

        await BuildAsync(Test("somebody_is_odd", sql));

        Assert.Equal(["checkout|RED|INVALID", "search|RED|INVALID"], await QueryAsync(Verdicts));
        Assert.Equal(["checkout|somebody_is_odd|1", "search|somebody_is_odd|1"], await QueryAsync(Findings));
    }

    [Fact]
    public async Task A_test_that_joins_may_give_the_experiment_twice()
    {
        await StoreAsync();

        await BuildAsync(Test(
            "joined",
            $"select * from {Cohort} as cohort inner join {{{{ ref('int_assignments_canonical') }}}} as units on units.unit_id = cohort.unit_id where cohort.unit_id = 'search-u1'"));

        Assert.Equal(["search|joined|1"], await QueryAsync(Findings));
    }

    [Fact]
    public async Task The_same_failure_gives_the_same_bytes_and_passing_makes_everything_whole()
    {
        await StoreAsync();
        await BuildAsync();
        var clean = await BuildChecksums.ReadAsync(QueryAsync);

        await BuildAsync(OfCheckout);
        var failed = await BuildChecksums.ReadAsync(QueryAsync);
        await BuildAsync(OfCheckout);
        Assert.Equal(failed, await BuildChecksums.ReadAsync(QueryAsync));
        Assert.NotEqual(clean, failed);

        await BuildAsync();
        Assert.Equal(clean, await BuildChecksums.ReadAsync(QueryAsync));
    }

    [Fact]
    public async Task Days_that_were_made_while_a_test_failed_are_kept_rightly()
    {
        await StoreAsync();
        await BuildAsync(OfCheckout);
        await StoreEventsAsync(fromHour: 60);

        await BuildAsync();
        var merged = await BuildChecksums.ReadAsync(QueryAsync);
        await BuildAsync(new BuildOptions { FullRefresh = true });

        Assert.Equal(merged, await BuildChecksums.ReadAsync(QueryAsync));
        Assert.Equal(["2026-03-01", "2026-03-03"], await QueryAsync("select distinct day from meta.model_days where model = 'int_metric_unit_daily' order by day"));
    }

    [Fact]
    public async Task A_finding_stands_until_its_test_has_run_again_and_passed()
    {
        await StoreAsync();
        var oddUnits = "'checkout-u1', 'checkout-u2'";
        DataTest Odd() => Test("two_are_odd", $"select * from {Cohort} where unit_id in ({oddUnits})");
        await BuildAsync(Odd());

        // The test belongs to what is not made here.
        oddUnits = "''";
        await BuildAsync(new BuildOptions { Select = ["fct_experiment_scorecards+"] }, Odd());
        Assert.Equal(["checkout|RED|INVALID", "search|YELLOW|ITERATE"], await QueryAsync(Verdicts));
        await BuildAsync(new BuildOptions { RunTests = false }, Odd());
        Assert.Equal(["checkout|two_are_odd|2"], await QueryAsync(Findings));

        await BuildAsync(new BuildOptions { Select = ["fct_experiment_cohort"] }, Odd());
        await BuildAsync(new BuildOptions { Select = ["fct_experiment_scorecards+"] }, Odd());
        Assert.Equal(["checkout|YELLOW|ITERATE", "search|YELLOW|ITERATE"], await QueryAsync(Verdicts));
    }

    [Fact]
    public async Task A_part_without_analysis_that_fails_a_test_is_not_published()
    {
        await StoreAsync();
        await BuildAsync();

        var result = await Builder(OfCheckout).BuildAsync(new BuildOptions { Select = ["fct_experiment_cohort"] }, null, Cancelled);

        Assert.Equal((false, "Data tests failed: two_are_odd (2 rows)"), (result.Published, result.Failure));
        Assert.Equal(["checkout|YELLOW|ITERATE", "search|YELLOW|ITERATE"], await QueryAsync(Verdicts));
    }

    private static DataTest Test(string name, string sql) => new(name, "", TestSeverity.Error, sql);

    private WarehouseBuilder Builder(params DataTest[] tests)
    {
        var project = ProjectLoader.LoadEmbedded();
        return new WarehouseBuilder(Database, project with { SqlTests = [.. project.SqlTests, .. tests] }, [new ExperimentAnalysisStep()]);
    }

    private Task<BuildResult> BuildAsync(params DataTest[] tests) => BuildAsync(new BuildOptions(), tests);

    private async Task<BuildResult> BuildAsync(BuildOptions options, params DataTest[] tests)
    {
        var result = await Builder(tests).BuildAsync(options, null, Cancelled);
        Assert.True(result.Published, result.Failure);
        return result;
    }

    /// <summary>Two experiments of twenty units a variant, in which nothing differs.</summary>
    private async Task StoreAsync()
    {
        var ingestor = new EventIngestor(Database);
        await ingestor.RecordAssignmentsAsync(
            [.. Units().Select(unit => new AssignmentRow($"a-{unit.Unit}", unit.Key, $"{unit.Key}_flag", unit.Unit, unit.Variant, 1, PlantedExperiment.Start, null))],
            Cancelled);
        await StoreEventsAsync(fromHour: 1);
        await new DefinitionStore(Database).ReplaceAsync(
            new WarehouseDefinitions(
                [.. Keys.Select(key => new PlantedExperiment().Experiment with { Key = key, FlagKey = $"{key}_flag" })],
                [],
                [new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" }]),
            Cancelled);
    }

    private Task StoreEventsAsync(double fromHour) => new EventIngestor(Database).RecordEventsAsync(
        [.. Units().Select(unit => new EventRow($"e-{unit.Unit}-{fromHour}", unit.Unit, "order", 1 + unit.Index / 4 % 5, PlantedExperiment.Start.AddHours(fromHour)))],
        Cancelled);

    private static string[] Keys => ["checkout", "search"];

    private static IEnumerable<(string Key, string Unit, string Variant, int Index)> Units() =>
        from key in Keys
        from index in Enumerable.Range(0, 40)
        select (key, $"{key}-u{index}", index % 2 == 0 ? "control" : "treatment", index);
}
