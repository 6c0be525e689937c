using System.Data.Common;
using System.Globalization;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;

namespace GrpcExp.Warehouse.Builds;

/// <summary>One build inside one transaction: runs the steps, tests them and puts them where readers look.</summary>
internal sealed class BuildRun
{
    private readonly WarehouseDatabase database;
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly ModelProject project;
    private readonly IReadOnlyDictionary<string, IComputedStep> computedSteps;
    private readonly DateTimeOffset? watermark;
    private readonly BuildOptions options;
    private readonly IProgress<BuildProgress>? progress;
    private readonly ModelCompiler compiler;
    private readonly ModelCompiler publishedCompiler;
    private readonly HashSet<string> mergedInPlace = [];
    private int completed;
    private int total;

    public BuildRun(
        WarehouseDatabase database,
        DbConnection connection,
        DbTransaction transaction,
        ModelProject project,
        IReadOnlyDictionary<string, IComputedStep> computedSteps,
        DateTimeOffset? watermark,
        BuildOptions options,
        IProgress<BuildProgress>? progress)
    {
        this.database = database;
        this.connection = connection;
        this.transaction = transaction;
        this.project = project;
        this.computedSteps = computedSteps;
        this.watermark = watermark;
        this.options = options;
        this.progress = progress;
        var vars = new Dictionary<string, string>(options.Vars) { ["watermark_at"] = Watermark.SqlLiteral(watermark) };
        compiler = new ModelCompiler(project, database.Dialect, vars, Relation);
        publishedCompiler = new ModelCompiler(project, database.Dialect, vars, database.Dialect.Model);
    }

    /// <summary>What ran, with the SQL as it reads on the published models.</summary>
    public List<(ModelRun Run, string Sql)> Models { get; } = [];

    public List<TestRun> Tests { get; } = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var plan = BuildPlan.Create(project, compiler);
        total = plan.CountSteps(options.RunTests);
        await database.Dialect.PrepareBuildAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
        foreach (var step in plan.Steps)
        {
            await StepAsync(BuildStepKind.Model, step.Name, () => RunStepAsync(step, cancellationToken)).ConfigureAwait(false);
            if (options.RunTests && step.Tests.Count > 0)
            {
                await StepAsync(BuildStepKind.Test, step.Name, () => RunTestsAsync(step.Tests, cancellationToken)).ConfigureAwait(false);
            }
        }

        await StepAsync(BuildStepKind.Publish, "publish", async () =>
        {
            string[] built = [.. plan.Steps.SelectMany(step => step.Model is null ? step.Tables.Select(table => table.Name) : [step.Name])];
            await database.Dialect.PublishAsync(connection, transaction, [.. built.Where(name => !mergedInPlace.Contains(name))], cancellationToken)
                .ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);
    }

    private string Relation(string model) =>
        mergedInPlace.Contains(model) ? database.Dialect.Model(model) : database.Dialect.UnpublishedModel(model);

    private async Task StepAsync(BuildStepKind kind, string name, Func<Task<long?>> action)
    {
        progress?.Report(new BuildProgress(completed, total, kind, name, Finished: false, null, TimeSpan.Zero));
        var started = database.Time.GetTimestamp();
        long? rows;
        try
        {
            rows = await action().ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new BuildFailedException($"{(kind == BuildStepKind.Model ? "Model" : "Step")} {name} failed: {exception.Message}", exception);
        }

        completed++;
        progress?.Report(new BuildProgress(completed, total, kind, name, Finished: true, rows, database.Time.GetElapsedTime(started)));
    }

    private async Task<long?> RunStepAsync(BuildPlan.Step step, CancellationToken cancellationToken)
    {
        var started = database.Time.GetTimestamp();
        if (step.Model is not { } model)
        {
            return await ComputeAsync(step, started, cancellationToken).ConfigureAwait(false);
        }

        var (compiled, merged) = await MaterializeAsync(model, cancellationToken).ConfigureAwait(false);
        long? rows = compiled.Materialization == "view" ? null : await CountAsync(Relation(model.Name), cancellationToken).ConfigureAwait(false);
        Models.Add((
            new ModelRun(model.Name, compiled.Materialization, rows, database.Time.GetElapsedTime(started)),
            publishedCompiler.Compile(model, merged).Sql));
        return rows;
    }

    private async Task<long?> ComputeAsync(BuildPlan.Step step, long started, CancellationToken cancellationToken)
    {
        var computed = computedSteps[step.Name];
        var rows = 0L;
        var context = new ComputedContext(connection, transaction, Relation, watermark);
        foreach (var table in await computed.RunAsync(context, cancellationToken).ConfigureAwait(false))
        {
            await database.Dialect.ClearModelAsync(connection, transaction, table.Name, cancellationToken).ConfigureAwait(false);
            await database.Dialect.CreateTableAsync(connection, transaction, Relation(table.Name), table, cancellationToken).ConfigureAwait(false);
            var grain = step.Tables.Single(declared => declared.Name == table.Name).GrainColumns;
            await database.Dialect.FilledAsync(connection, transaction, Relation(table.Name), grain, cancellationToken).ConfigureAwait(false);
            rows += table.Rows.Count;
            Models.Add((
                new ModelRun(table.Name, "computed", table.Rows.Count, database.Time.GetElapsedTime(started)),
                computed.Explain(database.Dialect.Model)));
        }

        return rows;
    }

    private async Task<(CompiledModel Model, bool Merged)> MaterializeAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        var dialect = database.Dialect;
        var compiled = compiler.Compile(model, isIncremental: false);
        if (compiled.Materialization == "incremental" && await MergeAsync(model, cancellationToken).ConfigureAwait(false))
        {
            return (compiled, true);
        }

        await dialect.ClearModelAsync(connection, transaction, model.Name, cancellationToken).ConfigureAwait(false);
        var kind = compiled.Materialization == "view" ? "view" : "table";
        await connection.ExecuteAsync(transaction, $"create {kind} {Relation(model.Name)} as\n{compiled.Sql}", cancellationToken).ConfigureAwait(false);
        if (kind == "table")
        {
            await dialect.FilledAsync(connection, transaction, Relation(model.Name), model.GrainColumns, cancellationToken).ConfigureAwait(false);
        }

        return (compiled, false);
    }

    /// <summary>Merges new rows into the published table; false when there is none, or its columns are others.</summary>
    private async Task<bool> MergeAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        var columns = await database.Dialect.PublishedColumnsAsync(connection, transaction, model.Name, cancellationToken).ConfigureAwait(false);
        if (options.FullRefresh || columns.Count == 0)
        {
            return false;
        }

        mergedInPlace.Add(model.Name);
        var compiled = compiler.Compile(model, isIncremental: true);
        await connection.ExecuteAsync(transaction, $"create temp table incoming_rows as\n{compiled.Sql}", cancellationToken).ConfigureAwait(false);
        var same = columns.SequenceEqual(await ColumnsAsync("incoming_rows", cancellationToken).ConfigureAwait(false));
        if (same)
        {
            var key = string.Join(", ", compiled.UniqueKey);
            var list = string.Join(", ", columns);
            await connection.ExecuteAsync(
                transaction,
                $"""
                delete from {Relation(model.Name)} where ({key}) in (select {key} from incoming_rows);
                insert into {Relation(model.Name)} ({list}) select {list} from incoming_rows;
                """,
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            mergedInPlace.Remove(model.Name);
        }

        await connection.ExecuteAsync(transaction, "drop table incoming_rows", cancellationToken).ConfigureAwait(false);
        return same;
    }

    private async Task<long?> RunTestsAsync(IReadOnlyList<DataTest> tests, CancellationToken cancellationToken)
    {
        var failed = new List<TestRun>();
        foreach (var test in tests)
        {
            var failures = await CountAsync($"(\n{compiler.Compile(test).Sql}\n) as failures", cancellationToken).ConfigureAwait(false);
            var run = new TestRun(test.Name, test.Model, test.Severity, failures);
            Tests.Add(run);
            if (failures > 0 && test.Severity == TestSeverity.Error)
            {
                failed.Add(run);
            }
        }

        return failed.Count == 0
            ? null
            : throw new BuildFailedException("Data tests failed: " + string.Join(", ", failed.Select(test => $"{test.Name} ({test.Failures} rows)")));
    }

    private async Task<long> CountAsync(string relation, CancellationToken cancellationToken) => Convert.ToInt64(
        await connection.ScalarAsync(transaction, $"select count(*) from {relation}", cancellationToken).ConfigureAwait(false),
        CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<string>> ColumnsAsync(string relation, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select * from {relation} limit 0";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }
}
