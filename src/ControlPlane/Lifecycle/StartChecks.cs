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
        // What is approved reserved it earlier; of two that were approved before there were reservations, the first to start wins.
        var running = await Reservations.RunningAsync(session, cancellationToken).ConfigureAwait(false);
        await Reservations.CheckAsync(obstacles, session, experiment, running, cancellationToken).ConfigureAwait(false);
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
}
