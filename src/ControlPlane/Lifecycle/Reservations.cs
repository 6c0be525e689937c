using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>
/// What an experiment owns from its approval to its conclusion: its slice of a layer, or without a layer its flag.
/// Nothing is stored beside the experiments themselves, so nothing can be left over.
/// </summary>
internal static class Reservations
{
    private static readonly ResourceQuery All = new("", "", int.MaxValue);

    /// <summary>Experiments that own something: those that run, then those that were approved; by key.</summary>
    public static async Task<IReadOnlyList<Experiment>> HoldersAsync(ReadSession session, CancellationToken cancellationToken) =>
    [
        .. await RunningAsync(session, cancellationToken).ConfigureAwait(false),
        .. await session.ListExperimentsAsync(All, ExperimentState.Approved, cancellationToken).ConfigureAwait(false),
    ];

    /// <summary>Experiments that run, by key.</summary>
    public static Task<IReadOnlyList<Experiment>> RunningAsync(ReadSession session, CancellationToken cancellationToken) =>
        session.ListExperimentsAsync(All, ExperimentState.Running, cancellationToken);

    /// <summary>Notes everything that keeps an experiment from owning what it needs.</summary>
    /// <param name="obstacles">Gets what stands in the way.</param>
    /// <param name="session">The state to judge against.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="holders">Those whose property counts; the experiment itself may be among them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task CheckAsync(
        Violations obstacles, ReadSession session, Experiment experiment, IReadOnlyList<Experiment> holders, CancellationToken cancellationToken)
    {
        foreach (var other in holders.Where(other => other.Key != experiment.Key))
        {
            CheckAgainst(obstacles, experiment, other);
        }

        if (experiment.LayerKey.Length > 0)
        {
            await CheckHoldoutAsync(obstacles, session, experiment, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The experiment as an obstacle, for example <c>the running experiments/checkout</c>.</summary>
    public static string NameOf(Experiment holder) =>
        $"the {(holder.State == ExperimentState.Running ? "running" : "approved")} experiments/{holder.Key}";

    private static void CheckAgainst(Violations obstacles, Experiment experiment, Experiment other)
    {
        var shareLayer = experiment.LayerKey.Length > 0 && experiment.LayerKey == other.LayerKey;
        if (shareLayer && RangeRules.FirstOverlap(experiment.LayerSlice, other.LayerSlice) is { } overlap)
        {
            obstacles.Add("experiment.layer_slice", $"{overlap} of layers/{experiment.LayerKey} belongs to {NameOf(other)}");
        }

        // Disjoint slices of one layer are the only proof that two experiments on a flag never meet in a unit.
        var remedy = other.State == ExperimentState.Running ? "conclude" : "archive";
        obstacles.AddIf(
            experiment.FlagKey == other.FlagKey && !shareLayer,
            "experiment.flag_key",
            $"flags/{experiment.FlagKey} is decided by {NameOf(other)} for the same units: {remedy} it, or put both into disjoint slices of one layer");
    }

    private static async Task CheckHoldoutAsync(Violations obstacles, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        var layer = await session.FindLayerAsync(experiment.LayerKey, cancellationToken).ConfigureAwait(false);
        if (layer is null)
        {
            obstacles.Add("experiment.layer_key", $"there is no layers/{experiment.LayerKey}");
        }
        else if (RangeRules.FirstOverlap(experiment.LayerSlice, layer.Holdout) is { } heldOut)
        {
            obstacles.Add("experiment.layer_slice", $"{heldOut} is held out in layers/{layer.Key}");
        }
    }
}
