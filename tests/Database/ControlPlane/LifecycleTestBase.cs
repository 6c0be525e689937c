using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.ControlPlane.Schedules;
using GrpcExp.Database.Storage;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Scorecards;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Database.ControlPlane;

/// <summary>Experiments and their lifecycle in this process, over a store of the test's own and a clock that stands.</summary>
public abstract class LifecycleTestBase(StorageEngine engine) : StorageTestBase(engine)
{
    /// <summary>Whoever writes.</summary>
    private protected static readonly Actor Author = new("ada", "tok-ada", "192.0.2.7");

    /// <summary>Whoever approves.</summary>
    private protected static readonly Actor Reviewer = new("grace", "tok-grace", "192.0.2.8");

    private protected ControlStore Store { get; private set; } = null!;

    private protected ExperimentMoves Moves { get; private set; } = null!;

    private protected DueMoves Due { get; private set; } = null!;

    private protected WarehouseDatabase Warehouse { get; private set; } = null!;

    /// <summary>The present, which only a test moves.</summary>
    private protected DateTime Now => Time.Now.UtcDateTime;

    /// <summary>Opens everything, with metrics <c>conversion</c> and <c>latency</c>.</summary>
    private protected async Task OpenAllAsync()
    {
        Store = await OpenAsync();
        Warehouse = await WarehouseDatabase.OpenAsync(Model.ConnectionString, Time, Cancelled);
        Moves = NewMoves(Store);
        Due = new DueMoves(Store, Moves);
        foreach (var key in new[] { "conversion", "latency" })
        {
            var metric = new Metric { Key = key, OwnerTeam = "growth", Tier = MetricTier.Driver, Type = MetricType.Conversion, EventName = key };
            await Store.WriteAsync(
                new WriteIntent(Author, "/test/Metric", "", metric, ""),
                (session, _) =>
                {
                    var after = session.PutVersion(metric, null);
                    return Task.FromResult(new Change<Metric>(after, new AuditEntry("metric.register", $"metrics/{key}", null, after)));
                },
                Cancelled);
        }
    }

    private protected ExperimentMoves NewMoves(ControlStore store) => new(
        store, new LifecycleSteps(), new ConclusionScorecards(new ScorecardReader(Warehouse), NullLogger<ConclusionScorecards>.Instance));

    /// <summary>An experiment that lacks nothing, on a flag with the variants on and off.</summary>
    private protected static Experiment Sample(string key, string? flagKey = null, string layer = "", int from = 0, int to = 0)
    {
        var experiment = new Experiment
        {
            Key = key,
            FlagKey = flagKey ?? key,
            Hypothesis = "It helps.",
            Owner = "growth",
            Variants = { new ExperimentVariant { Variant = "off", Control = true, WeightBasisPoints = 5_000 }, new ExperimentVariant { Variant = "on", WeightBasisPoints = 5_000 } },
            PrimaryMetric = "conversion",
            GuardrailMetrics = { "latency" },
            PowerPlan = new PowerPlan { MinimumDetectableEffect = 0.05, PlannedUnits = 1_000, PlannedDays = 14 },
            AnalysisMode = AnalysisMode.Itt,
            LayerKey = layer,
        };
        if (layer.Length > 0)
        {
            experiment.LayerSlice.Add(new BucketRange { Start = from, End = to });
        }

        return experiment;
    }

    private protected Task<Flag> FlagAsync(string key) => PutAsync(Store, NewFlag(key));

    private protected Task<Layer> LayerAsync(string key) => Store.WriteAsync(
        new WriteIntent(Author, "/test/Layer", "", new Layer { Key = key }, ""),
        (session, _) =>
        {
            var after = session.Put(new Layer { Key = key }, null);
            return Task.FromResult(new Change<Layer>(after, new AuditEntry("layer.put", $"layers/{key}", null, after)));
        },
        Cancelled);

    private protected Task<Experiment> CreateAsync(Experiment experiment, Actor? actor = null) =>
        Moves.CreateAsync(actor ?? Author, new CreateExperimentRequest { Experiment = experiment }, Cancelled);

    private protected Task<Experiment> UpdateAsync(Experiment experiment, Actor actor) =>
        Moves.UpdateAsync(actor, new UpdateExperimentRequest { Experiment = experiment }, Cancelled);

    private protected Task<Experiment> SubmitAsync(string key, Actor? actor = null) => Moves.SubmitAsync(actor ?? Author, Move(key), Cancelled);

    private protected Task<Experiment> ApproveAsync(string key, Actor? actor = null, string comment = "") =>
        Moves.ApproveAsync(actor ?? Reviewer, Move(key, comment), Cancelled);

    private protected Task<Experiment> SendBackAsync(string key, string comment) => Moves.RequestChangesAsync(Reviewer, Move(key, comment), Cancelled);

    /// <summary>Creates an experiment with its flag and has it approved.</summary>
    private protected async Task<Experiment> ApprovedAsync(Experiment experiment)
    {
        if (await FindFlagAsync(experiment.FlagKey) is null)
        {
            await FlagAsync(experiment.FlagKey);
        }

        await CreateAsync(experiment);
        await SubmitAsync(experiment.Key);
        return await ApproveAsync(experiment.Key);
    }

    private protected async Task<Experiment> RunningAsync(Experiment experiment)
    {
        await ApprovedAsync(experiment);
        return await StartAsync(experiment.Key);
    }

    private protected Task<Experiment> StartAsync(string key) => Moves.StartAsync(Author, new StartExperimentRequest { Key = key }, Cancelled);

    private protected Task<Experiment> ConcludeAsync(string key, Decision decision, string shipped = "") =>
        Moves.ConcludeAsync(Reviewer, new ConcludeExperimentRequest { Key = key, Decision = decision, ShippedVariant = shipped }, Cancelled);

    private protected Task<Experiment?> FindAsync(string key) => Store.ReadAsync((session, token) => session.FindExperimentAsync(key, token), Cancelled);

    private protected Task<Flag?> FindFlagAsync(string key) => Store.ReadAsync((session, token) => session.FindFlagAsync(key, token), Cancelled);

    /// <summary>The refusal of a move, with its fields in order.</summary>
    private protected static async Task<(ControlError Error, string[] Fields, string Message)> RefusalOfAsync(Task move)
    {
        var refusal = await Assert.ThrowsAsync<ControlException>(() => move);
        return (refusal.Error, [.. refusal.Violations.Select(violation => violation.Field)], refusal.Message);
    }

    private protected static TransitionExperimentRequest Move(string key, string reason = "") => new() { Key = key, Reason = reason };
}
