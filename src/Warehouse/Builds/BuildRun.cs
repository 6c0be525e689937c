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
    private readonly DataTestRunner tests;
    private readonly ComputedStepRunner computed;
    private readonly IProgress<BuildProgress>? progress;
    private readonly Lock reporting = new();
    private readonly Dictionary<int, NodeOutcome> outcomes = [];
    private readonly ModelProject project;
    private IReadOnlySet<string>? selected;
    private IReadOnlySet<string> testsLeftOut = new HashSet<string>();
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
        this.project = project;
        this.progress = progress;
        var vars = new Dictionary<string, string>(options.Vars)
        {
            ["watermark_at"] = Watermark.SqlLiteral(state.Watermark),
            ["since_batch_id"] = state.SinceBatchId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["batch_id"] = state.BatchId.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        var compiler = new ModelCompiler(project, database.Dialect, vars, Relation);
        var published = new ModelCompiler(project, database.Dialect, vars, database.Dialect.Model);
        lay = () =>
        {
            var graph = ModelGraph.Create(project, compiler);
            selected = options.IsPartial ? BuildPlan.Complete(graph, NodeSelection.Resolve(project, graph, options)) : graph.Reads.Keys.ToHashSet();
            maker = new ModelMaker(database, space, compiler, published, new BuildDays(database, space, graph, state, Relation), Merges);
            return BuildPlan.Create(project, graph, compiler, selected, options.RunTests);
        };

        // Beside a list of changes that another build made, a model cannot tell its own.
        bool Merges(CompiledModel model) =>
            !options.FullRefresh && (model.ChangedKeys is null || (state.KeepsDays && (selected is null || selected.Contains(model.ChangedKeys))));

        tests = new DataTestRunner(compiler);
        computed = new ComputedStepRunner(database, space, computedSteps, Relation, state.Watermark);
    }

    /// <summary>What ran, in the order of the plan, with the SQL as it reads on the published models.</summary>
    public IReadOnlyList<(ModelRun Run, string Sql)> Models => [.. Outcomes.SelectMany(outcome => outcome.Models)];

    /// <summary>Tests that ran, in the order of the plan.</summary>
    public IReadOnlyList<TestRun> Tests => [.. Outcomes.SelectMany(outcome => outcome.Tests)];

    /// <summary>Relations that were made.</summary>
    public IReadOnlyList<BuiltModel> Built => [.. Outcomes.SelectMany(outcome => outcome.Built)];

    private IEnumerable<NodeOutcome> Outcomes =>
        outcomes.OrderBy(outcome => outcome.Key).Select(outcome => outcome.Value);

    /// <summary>Runs everything, then publishes.</summary>
    /// <param name="publish">Puts what was built where readers look.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public async Task RunAsync(Func<Task> publish, CancellationToken cancellationToken)
    {
        var plan = lay();
        total = plan.StepCount;
        testsLeftOut = project.Tests.Select(test => test.Name).Except(plan.Nodes.SelectMany(node => node.Tests).Select(test => test.Name)).ToHashSet();
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
        var clock = LaneClock.Start(database.Time);
        var (built, kind, rows, sql) = await maker!.MakeAsync(node.Model!, cancellationToken).ConfigureAwait(false);
        Keep(node, new NodeOutcome { Built = [built], Models = [(new ModelRun(node.Name, kind, rows, clock.Elapsed), sql)] });
        return rows;
    }

    private async Task<long?> ComputeAsync(BuildNode node, BuildLane lane, CancellationToken cancellationToken)
    {
        var failures = await FailuresAsync(lane, cancellationToken).ConfigureAwait(false);
        try
        {
            var models = await computed.RunAsync(node, lane, failures, cancellationToken).ConfigureAwait(false);
            Keep(node, new NodeOutcome { Built = [.. models.Select(model => new BuiltModel(model.Run.Name))], Models = models });
            return models.Sum(model => model.Run.Rows);
        }
        catch (Exception exception) when (failures.Count > 0 && exception is not (OperationCanceledException or DbException))
        {
            // What a test says can never be may be more than the analysis bears.
            throw new BuildFailedException(
                $"Data tests failed: {string.Join(", ", failures.Select(failure => failure.Test))}; and {node.Name} cannot run on such data: {exception.Message}", exception);
        }
    }

    private async Task<long?> RunTestsAsync(BuildNode node, BuildLane lane, CancellationToken cancellationToken)
    {
        var (runs, failures) = await tests.RunAsync(node.Tests, lane, cancellationToken).ConfigureAwait(false);
        Keep(node, new NodeOutcome { Tests = runs, Failures = failures });
        if (!node.IsGuard)
        {
            DataTestRunner.ThrowIfFailed(runs);
        }

        return null;
    }

    /// <summary>What failed, by name of the test: in this build, and of tests that it does not run in those before.</summary>
    private async Task<IReadOnlyList<TestFailure>> FailuresAsync(BuildLane lane, CancellationToken cancellationToken)
    {
        TestFailure[] found;
        lock (reporting)
        {
            found = [.. Outcomes.SelectMany(outcome => outcome.Failures)];
        }

        var open = await new OpenFailures(database.Dialect).ReadAsync(lane, testsLeftOut, cancellationToken).ConfigureAwait(false);
        return [.. found.Concat(open).OrderBy(failure => failure.Test, StringComparer.Ordinal)];
    }

    private void Keep(BuildNode node, NodeOutcome outcome)
    {
        lock (reporting)
        {
            outcomes[node.Index] = outcome;
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
