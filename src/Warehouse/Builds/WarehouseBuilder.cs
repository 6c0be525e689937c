using System.Data.Common;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Warehouse.Builds;

/// <summary>
/// Builds the models. One build runs at a time; it happens in one transaction over one snapshot of the raw tables,
/// so readers see the build before it or the whole of it, never a part, and the same raw data give the same rows.
/// </summary>
public sealed class WarehouseBuilder
{
    private readonly WarehouseDatabase database;
    private readonly ModelProject project;
    private readonly IReadOnlyDictionary<string, IComputedStep> computedSteps;
    private readonly BuildJournal journal;

    /// <summary>A builder of the project that ships with this assembly.</summary>
    /// <exception cref="WarehouseException">The project is malformed.</exception>
    public WarehouseBuilder(WarehouseDatabase database)
        : this(database, ProjectLoader.LoadEmbedded(), [new ExperimentAnalysisStep()])
    {
    }

    internal WarehouseBuilder(WarehouseDatabase database, ModelProject project, IReadOnlyList<IComputedStep> computedSteps)
    {
        this.database = database;
        this.project = project;
        this.computedSteps = computedSteps.ToDictionary(step => step.Name);
        journal = new BuildJournal(database);
    }

    /// <summary>Builds and publishes all models.</summary>
    /// <returns>The outcome; <see cref="BuildResult.Failure"/> says why a build was not published.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was published.</exception>
    public async Task<BuildResult> BuildAsync(
        BuildOptions options,
        IProgress<BuildProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var startedAt = database.Time.GetUtcNow();
        var started = database.Time.GetTimestamp();
        await using var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await BuildAsync(connection, options, progress, startedAt, started, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await database.Dialect.EndBuildAsync(connection).ConfigureAwait(false);
        }
    }

    /// <summary>Tells what a model is and which SQL it ran in the last published build.</summary>
    /// <exception cref="WarehouseException">There is no such model; the message lists those there are.</exception>
    public async Task<ModelExplanation> ExplainAsync(string model, CancellationToken cancellationToken = default)
    {
        var compiler = new ModelCompiler(project, database.Dialect, new Dictionary<string, string>(), database.Dialect.Model);
        var (description, grain, materialization, dependsOn, sql) = Describe(model, compiler);
        return await journal.ReadModelAsync(model, cancellationToken).ConfigureAwait(false) is { } ran
            ? new ModelExplanation(model, description, grain, ran.Materialization, dependsOn, ran.Sql, ran.BuildId, ran.Rows, ran.Elapsed)
            : new ModelExplanation(model, description, grain, materialization, dependsOn, sql, null, null, null);
    }

    private async Task<BuildResult> BuildAsync(
        DbConnection connection,
        BuildOptions options,
        IProgress<BuildProgress>? progress,
        DateTimeOffset startedAt,
        long started,
        CancellationToken cancellationToken)
    {
        var transaction = await database.Dialect.BeginWriteAsync(connection, WriteScope.Build, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var buildId = await journal.NextBuildIdAsync(connection, transaction, cancellationToken).ConfigureAwait(false);
            var watermark = await Watermark.ReadAsync(database.Dialect, connection, transaction, cancellationToken).ConfigureAwait(false);
            var run = new BuildRun(database, connection, transaction, project, computedSteps, watermark, options, progress);
            BuildResult Result(string? failure) => new(
                buildId, failure is null, failure, watermark, database.Time.GetElapsedTime(started), [.. run.Models.Select(model => model.Run)], run.Tests);
            try
            {
                await run.RunAsync(cancellationToken).ConfigureAwait(false);
                var result = Result(null);
                await journal.WriteAsync(connection, transaction, result, startedAt, run.Models, cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
            catch (Exception exception) when (exception is BuildFailedException or WarehouseException)
            {
                await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
                var result = Result(exception.Message);
                await KeepFailureAsync(connection, result, startedAt, run).ConfigureAwait(false);
                return result;
            }
        }
    }

    private (string Description, string Grain, string Materialization, IReadOnlyList<string> DependsOn, string Sql) Describe(string model, ModelCompiler compiler)
    {
        if (project.Models.TryGetValue(model, out var definition))
        {
            var compiled = compiler.Compile(definition, isIncremental: false);
            return (definition.Description, definition.Grain, compiled.Materialization, [.. compiled.Sources, .. compiled.DependsOn], compiled.Sql);
        }

        if (project.Sources.Values.FirstOrDefault(table => table.Name == model && table.ComputedBy is not null) is { } table)
        {
            return (table.Description, table.Grain, "computed", table.DependsOn, computedSteps[table.ComputedBy!].Explain(database.Dialect.Model));
        }

        var known = project.Models.Keys.Concat(project.Sources.Values.Where(source => source.ComputedBy is not null).Select(source => source.Name));
        throw new WarehouseException($"There is no model {model}. The models are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    private async Task KeepFailureAsync(DbConnection connection, BuildResult result, DateTimeOffset startedAt, BuildRun run)
    {
        // Npgsql and SQLite both allow a second transaction on the connection; on PostgreSQL it still holds the build lock.
        await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None).ConfigureAwait(false);
        await journal.WriteAsync(connection, transaction, result, startedAt, run.Models, CancellationToken.None).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
