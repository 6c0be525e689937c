using System.Data.Common;
using GrpcExp.Warehouse.Dialects;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.Warehouse.Builds;

/// <summary>
/// Builds the models. One build runs at a time, over one state of the raw tables, and is published in one transaction:
/// readers see the build before it or the whole of it, never a part, and the same raw data give the same rows.
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
        await using var space = await database.Dialect.BeginBuildAsync(options.Parallelism ?? Math.Clamp(Environment.ProcessorCount, 1, 8), options.SliceFromBytes, cancellationToken)
            .ConfigureAwait(false);
        var state = await journal.BeginAsync(space, project, options, cancellationToken).ConfigureAwait(false);
        var run = new BuildRun(database, space, project, computedSteps, state, options, progress);
        BuildResult Result(string? failure) => new(
            state.BuildId, failure is null, failure, state.Watermark, database.Time.GetElapsedTime(started), [.. run.Models.Select(model => model.Run)], run.Tests);
        try
        {
            BuildResult? result = null;
            Task WriteAsync(DbConnection connection, DbTransaction transaction)
            {
                result = Result(null);
                return journal.WriteAsync(connection, transaction, result, state, startedAt, run.Models, run.Built, cancellationToken);
            }

            await run.RunAsync(() => space.CommitAsync(run.Built, WriteAsync, cancellationToken), cancellationToken).ConfigureAwait(false);
            return result!;
        }
        catch (Exception exception) when (exception is BuildFailedException or WarehouseException)
        {
            var result = Result(exception.Message);
            await space.AbandonAsync((connection, transaction) =>
                journal.WriteAsync(connection, transaction, result, state, startedAt, run.Models, [], CancellationToken.None)).ConfigureAwait(false);
            return result;
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
}
