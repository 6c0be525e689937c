using System.Globalization;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Builds;
using GrpcExp.Warehouse.Definitions;
using GrpcExp.Warehouse.Ingestion;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Database.Warehouse.Scorecards;

public sealed class SqliteExperimentAnalysisStepTests() : ExperimentAnalysisStepTests(WarehouseEngine.Sqlite);

public sealed class PostgresExperimentAnalysisStepTests() : ExperimentAnalysisStepTests(WarehouseEngine.Postgres);

/// <summary>The analysis holds a few experiments at a time, however many there are.</summary>
public abstract class ExperimentAnalysisStepTests(WarehouseEngine engine) : WarehouseTestBase(engine)
{
    private const int Experiments = 20;

    [Fact]
    public async Task It_hands_over_a_few_experiments_at_a_time_and_all_of_them_once()
    {
        await StoreAsync();
        var built = await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        Assert.True(built.Published, built.Failure);
        var writer = new RecordingWriter();
        await using var connection = await Database.ConnectAsync(Cancelled);

        await new ExperimentAnalysisStep().RunAsync(new ComputedContext(connection, null, Database.Dialect.Model, Database.Dialect.Model, built.Watermark, []), writer, Cancelled);

        Assert.Equal(
            ["results 8", "daily_results 8", "scorecards 8", "results 8", "daily_results 8", "scorecards 8", "results 4", "daily_results 4", "scorecards 4"],
            writer.Chunks.Where(chunk => chunk.Table != "fct_failed_data_tests").Select(chunk => $"{chunk.Table["fct_experiment_".Length..]} {chunk.Keys.Distinct().Count()}"));
        var keys = await QueryAsync("select experiment_key from warehouse.dim_experiments order by experiment_key");
        Assert.Equal(Experiments, keys.Length);
        Assert.Equal(keys, writer.Chunks.Where(chunk => chunk.Table == "fct_experiment_scorecards").SelectMany(chunk => chunk.Keys));
        Assert.Equal(keys, await QueryAsync("select experiment_key from warehouse.fct_experiment_scorecards order by experiment_key"));
        Assert.Equal(
            [$"{writer.Chunks.Where(chunk => chunk.Table == "fct_experiment_results").Sum(chunk => chunk.Keys.Count)}"],
            await QueryAsync("select count(*) from warehouse.fct_experiment_results"));
    }

    [Fact]
    public async Task A_chunk_is_read_from_its_first_to_its_last_key()
    {
        await StoreAsync();
        await new WarehouseBuilder(Database).BuildAsync(new BuildOptions(), null, Cancelled);
        await using var connection = await Database.ConnectAsync(Cancelled);
        var reader = new AnalysisInputReader(new ComputedContext(connection, null, Database.Dialect.Model, Database.Dialect.Model, null, []));

        var inputs = (await reader.ReadAsync("exp_03", "exp_05", Cancelled)).Select(input => input.Deciding).ToArray();

        Assert.Equal(["exp_03", "exp_04", "exp_05"], inputs.Select(input => input.Key));
        Assert.All(inputs, input => Assert.Equal([2, 2], input.Variants.Select(variant => variant.Units)));
        Assert.All(inputs, input => Assert.Equal(2, Assert.Single(input.Metrics).ByVariant["control"].Moments.Count));
    }

    /// <summary>Every experiment has two units a variant, of which one acts.</summary>
    private async Task StoreAsync()
    {
        var keys = Enumerable.Range(0, Experiments).Select(i => string.Create(CultureInfo.InvariantCulture, $"exp_{i:00}")).ToArray();
        var start = PlantedExperiment.Start;
        var ingestor = new EventIngestor(Database);
        await ingestor.RecordAssignmentsAsync(
            [.. keys.SelectMany(key => Enumerable.Range(0, 4).Select(i => new AssignmentRow(
                $"a-{key}-{i}", key, $"{key}_flag", $"{key}-u{i}", i % 2 == 0 ? "control" : "treatment", 1, start, null)))],
            Cancelled);
        await ingestor.RecordEventsAsync(
            [.. keys.SelectMany(key => Enumerable.Range(0, 2).Select(i => new EventRow($"e-{key}-{i}", $"{key}-u{i}", "order", i + 1, start.AddHours(1))))], Cancelled);
        await new DefinitionStore(Database).ReplaceAsync(
            new WarehouseDefinitions(
                [.. keys.Select(key => new PlantedExperiment().Experiment with { Key = key, FlagKey = $"{key}_flag" })],
                [],
                [new MetricDefinition { Key = "revenue", Type = MetricType.Sum, EventName = "order" }]),
            Cancelled);
    }

    private sealed class RecordingWriter : IComputedWriter
    {
        public List<(string Table, IReadOnlyList<string> Keys)> Chunks { get; } = [];

        public Task WriteAsync(ComputedTable table, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
        {
            Chunks.Add((table.Name, [.. rows.Select(row => (string)row[0]!)]));
            return Task.CompletedTask;
        }
    }
}
