using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.Database.Warehouse.Builds;

public sealed class SqliteIncrementalBuildTests() : IncrementalBuildTests(WarehouseEngine.Sqlite);

public sealed class PostgresIncrementalBuildTests() : IncrementalBuildTests(WarehouseEngine.Postgres)
{
    [Fact]
    public async Task The_planner_knows_the_raw_tables_as_wholes()
    {
        await DefineAsync();
        await DaysAsync([0, 1], buildAfterEach: true);

        Assert.Equal(["-1"], await QueryAsync("select n_distinct from pg_stats where schemaname = 'raw' and tablename = 'events' and attname = 'event_id' and inherited"));
    }
}

/// <summary>However the raw rows came in and whenever was built: the models are those of one build over all of them.</summary>
public abstract class IncrementalBuildTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const int Days = 6;

    [Fact]
    [Trait("Promise", "P5.1")]
    public async Task Day_after_day_gives_the_bytes_of_one_build_over_all()
    {
        await DefineAsync();
        await DaysAsync(Enumerable.Range(0, Days), buildAfterEach: true);

        await ExpectFullBuildToAgreeAsync();
    }

    [Fact]
    [Trait("Promise", "P5.1")]
    public async Task Days_out_of_order_and_twice_give_the_bytes_of_one_build_over_all()
    {
        await DefineAsync();
        await DaysAsync([3, 0, 5, 0, 1, 4, 2, 2], buildAfterEach: true);

        await ExpectFullBuildToAgreeAsync();
    }

    [Fact]
    [Trait("Promise", "P5.1")]
    public async Task A_build_that_was_broken_off_leaves_nothing_behind()
    {
        await DefineAsync();
        await DaysAsync([0, 1, 2], buildAfterEach: true);
        await DaysAsync([3, 4], buildAfterEach: false);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new WarehouseBuilder(Database).BuildAsync(
            new BuildOptions { SliceFromBytes = 0 },
            new Stopper(step =>
            {
                if (step is { Name: "int_metric_cells", Finished: true })
                {
                    stop.Cancel();
                }
            }),
            stop.Token));
        await DaysAsync([5], buildAfterEach: true);

        await ExpectFullBuildToAgreeAsync();
    }

    [Fact]
    [Trait("Promise", "P4.4")]
    public async Task Late_rows_that_change_whose_events_count_are_taken_up()
    {
        await DefineAsync();
        await DaysAsync(Enumerable.Range(0, Days), buildAfterEach: true);
        var ingestor = new EventIngestor(Database);

        // A unit that had acted long before it was known to be assigned; one that turns out to be a crossover; one whose first
        // exposure was earlier; one event id that came for another day.
        await ingestor.RecordAssignmentsAsync([Assignment("stranger", "control", 0.2), Assignment("u1", "control", 2.5, "-late")], Cancelled);
        await ingestor.RecordExposuresAsync([new ExposureRow("x-early", "checkout", "checkout_flag", "u4", "control", At(0.45))], Cancelled);
        await ingestor.RecordEventsAsync([new EventRow("e-u7-3", "u7", "order", 99, At(0.9))], Cancelled);
        await BuildAsync();

        Assert.Equal(["1"], await QueryAsync("select count(*) from warehouse.stg_event_copies"));
        Assert.NotEmpty(await QueryAsync("select * from warehouse.int_metric_unit_daily where unit_id = 'stranger'"));
        Assert.Empty(await QueryAsync("select * from warehouse.int_metric_unit_daily where unit_id = 'u1'"));
        await ExpectFullBuildToAgreeAsync();
    }

    [Fact]
    public async Task Only_days_with_something_new_are_made_again()
    {
        await DefineAsync();
        await DaysAsync([0, 1, 2], buildAfterEach: true);
        await MarkDaysAsync();
        await DaysAsync([3], buildAfterEach: true);

        Assert.Equal(["3"], await QueryAsync("select count(distinct day) from warehouse.int_metric_unit_daily where event_count > 1000"));
    }

    [Fact]
    public async Task Another_definition_of_a_metric_makes_all_days_again()
    {
        await DefineAsync();
        await DaysAsync([0, 1, 2], buildAfterEach: true);
        await MarkDaysAsync();
        await DefineAsync(windowHours: 24);
        await BuildAsync();

        Assert.Equal(["0"], await QueryAsync("select count(*) from warehouse.int_metric_unit_daily where event_count > 1000"));
        await ExpectFullBuildToAgreeAsync();
    }

    [Fact]
    public async Task Another_condition_of_a_metric_makes_all_days_again()
    {
        await DefineAsync();
        await DaysAsync([0, 1], buildAfterEach: true);
        await MarkDaysAsync();
        await BuildAsync();
        Assert.NotEqual(["0"], await QueryAsync("select count(*) from warehouse.int_metric_unit_daily where event_count > 1000"));

        // Nothing but the condition: its text in the definition stays.
        await QueryAsync("update raw.metric_filters set value = 'team' where metric_key = 'pro_orders'");
        await BuildAsync();

        Assert.Equal(["0"], await QueryAsync("select count(*) from warehouse.int_metric_unit_daily where event_count > 1000"));
    }

    private static DateTimeOffset At(double day) => PlantedExperiment.Start.AddDays(day);

    private static AssignmentRow Assignment(string unit, string variant, double day, string id = "") =>
        new($"a-{unit}{id}", "checkout", "checkout_flag", unit, variant, 42, At(day), "s1");

    private protected Task DefineAsync(int windowHours = 48) => new DefinitionStore(Database).ReplaceAsync(
        new WarehouseDefinitions(
            [new PlantedExperiment().Experiment with { GuardrailMetrics = ["orders"], SecondaryMetrics = ["revenue_exposed"] }],
            [],
            [
                new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order", AttributionWindowHours = windowHours, CapPercentile = 90 },
                new MetricDefinition { Key = "orders", Type = MetricType.Count, EventName = "order" },
                new MetricDefinition { Key = "pro_orders", Type = MetricType.Count, EventName = "order", Filters = [new("plan", FilterOperator.Equals, "pro")] },
                new MetricDefinition
                {
                    Key = "revenue_exposed", Type = MetricType.Mean, EventName = "order", Anchor = AttributionAnchor.Exposure, AttributionWindowHours = 30,
                    MissingRule = MissingRule.Exclude,
                },
            ]),
        Cancelled);

    /// <summary>Five units are assigned each day, all that are assigned act each day, and a stranger acts too.</summary>
    private protected async Task DaysAsync(IEnumerable<int> days, bool buildAfterEach)
    {
        var ingestor = new EventIngestor(Database);
        foreach (var day in days)
        {
            string[] assigned = [.. Enumerable.Range(day * 5, 5).Select(i => $"u{i}")];
            await ingestor.RecordAssignmentsAsync([.. assigned.Select((unit, i) => Assignment(unit, i % 2 == 0 ? "control" : "treatment", day + 0.1 + i / 50.0))], Cancelled);
            await ingestor.RecordExposuresAsync(
                [.. assigned.Select((unit, i) => new ExposureRow($"x-{unit}", "checkout", "checkout_flag", unit, i % 2 == 0 ? "control" : "treatment", At(day + 0.4 + i / 50.0)))],
                Cancelled);
            await ingestor.RecordEventsAsync(
                [.. Enumerable.Range(0, (day + 1) * 5).Select(i => $"u{i}").Append("stranger").Select((unit, i) => new EventRow($"e-{unit}-{day}", unit, "order", (i + 1) / 7.0, At(day + 0.6)))],
                Cancelled);

            // One unit's sessions go on after midnight; half of its events carry no value.
            await ingestor.RecordEventsAsync(
                [new EventRow($"n-{day}-0", "owl", "view", null, At(day + 0.005)), new EventRow($"n-{day}-1", "owl", "view", 2.5 * day, At(day + 0.99))], Cancelled);
            if (buildAfterEach)
            {
                await BuildAsync();
            }
        }
    }

    /// <summary>Leaves a mark in the days that are kept, to see whether a build makes them again.</summary>
    private async Task MarkDaysAsync()
    {
        string[] tables = Engine == WarehouseEngine.Postgres
            ? await QueryAsync("select 'warehouse.' || relname from pg_class where relname like 'int_metric_unit_daily\\_\\_2%' and relkind = 'r'")
            : ["int_metric_unit_daily"];
        foreach (var table in tables)
        {
            await QueryAsync($"update {table} set event_count = event_count + 5000");
        }
    }

    private async Task BuildAsync(bool fullRefresh = false)
    {
        var result = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions { FullRefresh = fullRefresh, SliceFromBytes = 0 }, null, Cancelled);
        Assert.True(result.Published, result.Failure);
    }

    private async Task ExpectFullBuildToAgreeAsync()
    {
        var incremental = await BuildChecksums.ReadAsync(QueryAsync);
        await BuildAsync(fullRefresh: true);
        Assert.Equal(await BuildChecksums.ReadAsync(QueryAsync), incremental);
    }

    private sealed class Stopper(Action<BuildProgress> watch) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => watch(value);
    }
}
