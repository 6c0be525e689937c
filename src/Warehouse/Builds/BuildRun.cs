using System.Data.Common;
using GrpcExp.Warehouse.Projects;
using GrpcExp.Warehouse.Projects.Selection;

namespace GrpcExp.Warehouse.Builds;

/// <summary>One build: runs the nodes on the lanes of its space, says how far it is, and keeps what ran.</summary>
internal sealed class BuildRun
{
    private readonly WarehouseDatabase database;
    private readonly BuildSpace space;
    private readonly Func<BuildPlan> lay;
    private readonly Func<ModelGraph, ModelMaker> equip;
    private readonly DataTestRunner tests;
    private readonly ComputedStepRunner computed;
    private readonly IProgress<BuildProgress>? progress;
    private readonly Lock reporting = new();
    private readonly Dictionary<int, (IReadOnlyList<BuiltModel> Built, IReadOnlyList<(ModelRun Run, string Sql)> Models, IReadOnlyList<TestRun> Tests)> outcomes = [];
    private IReadOnlySet<string>? selected;
    private ModelMaker? maker;
    private int completed;
    private int total;

    public BuildRun(
        WarehouseDatabase database,
        BuildSpace space,
        ModelProject project,
        IReadOnlyDictionary<string, IComputedStep> computedSteps,
        BuildState state,
        BuildOptions options,
        IProgress<BuildProgress>? progress)
    {
        this.database = database;
        this.space = space;
        this.progress = progress;
        var vars = new Dictionary<string, string>(options.Vars)
        {
            ["watermark_at"] = Watermark.SqlLiteral(state.Watermark),
            ["since_batch_id"] = state.SinceBatchId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["batch_id"] = state.BatchId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        var compiler = new ModelCompiler(project, database.Dialect, vars, Relation);
        var published = new ModelCompiler(project, database.Dialect, vars, database.Dialect.Model);
        equip = graph => new ModelMaker(database, space, compiler, published, new BuildDays(database, space, graph, state, Relation), options.FullRefresh);
        lay = () =>
        {
            var graph = ModelGraph.Create(project, compiler);
            selected = options.IsPartial ? BuildPlan.Complete(graph, NodeSelection.Resolve(project, graph, options)) : graph.Reads.Keys.ToHashSet();
            maker = equip(graph);
            return BuildPlan.Create(project, graph, compiler, selected, options.RunTests);
        };
        tests = new DataTestRunner(compiler);
        computed = new ComputedStepRunner(database, computedSteps, Relation, state.Watermark);
    }

    /// <summary>What ran, in the order of the plan, with the SQL as it reads on the published models.</summary>
    public IReadOnlyList<(ModelRun Run, string Sql)> Models => [.. Outcomes.SelectMany(outcome => outcome.Models)];

    /// <summary>Tests that ran, in the order of the plan.</summary>
    public IReadOnlyList<TestRun> Tests => [.. Outcomes.SelectMany(outcome => outcome.Tests)];

    /// <summary>Relations that were made.</summary>
    public IReadOnlyList<BuiltModel> Built => [.. Outcomes.SelectMany(outcome => outcome.Built)];

    private IEnumerable<(IReadOnlyList<BuiltModel> Built, IReadOnlyList<(ModelRun Run, string Sql)> Models, IReadOnlyList<TestRun> Tests)> Outcomes =>
        outcomes.OrderBy(outcome => outcome.Key).Select(outcome => outcome.Value);

    /// <summary>Runs everything, then publishes.</summary>
    /// <param name="publish">Puts what was built where readers look.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public async Task RunAsync(Func<Task> publish, CancellationToken cancellationToken)
    {
        var plan = lay();
        total = plan.StepCount;
        await BuildSchedule.RunAsync(plan.Nodes, RunAsync, cancellationToken).ConfigureAwait(false);
        await StepAsync(BuildStepKind.Publish, "publish", async () =>
        {
            await publish().ConfigureAwait(false);
            return null;
        }).ConfigureAwait(false);
    }

    /// <summary>Where a model is read: as it is being made, or as published when this build leaves it alone.</summary>
    private string Relation(string model) =>
        selected is null || selected.Contains(model) ? database.Dialect.UnpublishedModel(model) : database.Dialect.Model(model);

    private Task RunAsync(BuildNode node, CancellationToken cancellationToken) => node switch
    {
        { Kind: BuildStepKind.Test } => OnLaneAsync(node, lane => RunTestsAsync(node, lane, cancellationToken), cancellationToken),
        { Model: null } => OnLaneAsync(node, lane => ComputeAsync(node, lane, cancellationToken), cancellationToken),

        // A model may use several lanes; it takes them itself.
        _ => StepAsync(node.Kind, node.Name, () => MakeAsync(node, cancellationToken)),
    };

    private Task<long?> OnLaneAsync(BuildNode node, Func<BuildLane, Task<long?>> action, CancellationToken cancellationToken) =>
        space.OnLaneAsync(lane => StepAsync(node.Kind, node.Name, () => action(lane)), cancellationToken);

    private async Task<long?> MakeAsync(BuildNode node, CancellationToken cancellationToken)
    {
        var started = database.Time.GetTimestamp();
        var (built, kind, rows, sql) = await maker!.MakeAsync(node.Model!, cancellationToken).ConfigureAwait(false);
        Keep(node, [built], [(new ModelRun(node.Name, kind, rows, database.Time.GetElapsedTime(started)), sql)], []);
        return rows;
    }

    private async Task<long?> ComputeAsync(BuildNode node, BuildLane lane, CancellationToken cancellationToken)
    {
        var models = await computed.RunAsync(node, lane, cancellationToken).ConfigureAwait(false);
        Keep(node, [.. models.Select(model => new BuiltModel(model.Run.Name))], models, []);
        return models.Sum(model => model.Run.Rows);
    }

    private async Task<long?> RunTestsAsync(BuildNode node, BuildLane lane, CancellationToken cancellationToken)
    {
        var runs = await tests.RunAsync(node.Tests, lane, cancellationToken).ConfigureAwait(false);
        Keep(node, [], [], runs);
        DataTestRunner.ThrowIfFailed(runs);
        return null;
    }

    private void Keep(BuildNode node, IReadOnlyList<BuiltModel> built, IReadOnlyList<(ModelRun Run, string Sql)> models, IReadOnlyList<TestRun> runs)
    {
        lock (reporting)
        {
            outcomes[node.Index] = (built, models, runs);
        }
    }

    private async Task<long?> StepAsync(BuildStepKind kind, string name, Func<Task<long?>> action)
    {
        Report(kind, name, finished: false, null, TimeSpan.Zero);
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

        Report(kind, name, finished: true, rows, database.Time.GetElapsedTime(started));
        return rows;
    }

    private void Report(BuildStepKind kind, string name, bool finished, long? rows, TimeSpan elapsed)
    {
        lock (reporting)
        {
            completed += finished ? 1 : 0;
            progress?.Report(new BuildProgress(completed, total, kind, name, finished, rows, elapsed));
        }
    }
}
