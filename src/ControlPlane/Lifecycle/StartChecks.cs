using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>Decides whether an approved experiment can start next to everything that runs already.</summary>
internal static class StartChecks
{
    /// <param name="obstacles">Gets everything that stands in the way; holds what the review requirements found.</param>
    /// <param name="session">The state to judge against.</param>
    /// <param name="experiment">The experiment as it would run, allocations included.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task CheckAsync(Violations obstacles, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        var running = await session
            .ListExperimentsAsync(new ResourceQuery("", "", int.MaxValue), ExperimentState.Running, cancellationToken)
            .ConfigureAwait(false);
        foreach (var other in running)
        {
            CheckAgainst(obstacles, experiment, other);
        }

        if (experiment.LayerKey.Length > 0)
        {
            await CheckHoldoutAsync(obstacles, session, experiment, cancellationToken).ConfigureAwait(false);
        }

        if (obstacles.All.Count > 0)
        {
            return;
        }

        // Last, the evaluator's own judgement: what it would refuse must not get into a snapshot.
        var neighbourhood = new Neighbourhood(session);
        await neighbourhood.AddFlagAsync(experiment.FlagKey, cancellationToken).ConfigureAwait(false);
        await neighbourhood.AddAsync(experiment, cancellationToken).ConfigureAwait(false);
        foreach (var problem in neighbourhood.Problems())
        {
            obstacles.Add(problem.Path, problem.Message);
        }
    }

    private static void CheckAgainst(Violations obstacles, Experiment experiment, Experiment other)
    {
        var shareLayer = experiment.LayerKey.Length > 0 && experiment.LayerKey == other.LayerKey;
        if (shareLayer && RangeRules.FirstOverlap(experiment.LayerSlice, other.LayerSlice) is { } overlap)
        {
            obstacles.Add("experiment.layer_slice", $"{overlap} of layers/{experiment.LayerKey} belongs to the running experiments/{other.Key}");
        }

        // Disjoint slices of one layer are the only proof that two experiments on a flag never meet in a unit.
        obstacles.AddIf(
            experiment.FlagKey == other.FlagKey && !shareLayer,
            "experiment.flag_key",
            $"flags/{experiment.FlagKey} is decided by the running experiments/{other.Key} for the same units: conclude it, or put both into disjoint slices of one layer");
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
