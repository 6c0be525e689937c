using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Experiments;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Errors;

namespace GrpcExp.ControlPlane.Schedules;

/// <summary>
/// Does what the dates of experiments ask for: scheduled starts, ramp steps, planned ends. It knows no clock; whoever
/// calls it says what time it is. Several replicas may call it at once: each move has a request id that follows from
/// what is to be done, so it is done once.
/// </summary>
internal sealed class DueMoves(ControlStore store, ExperimentMoves moves)
{
    /// <summary>What is due, in the order in which it is to be done: what ends makes room for what starts.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<IReadOnlyList<DueMove>> FindAsync(DateTime now, CancellationToken cancellationToken)
    {
        var holders = await store.ReadAsync(Reservations.HoldersAsync, cancellationToken).ConfigureAwait(false);
        return [.. holders.Select(holder => Of(holder, now)).OfType<DueMove>().OrderBy(move => move.Kind).ThenBy(move => move.DueAt).ThenBy(move => move.ExperimentKey, StringComparer.Ordinal)];
    }

    /// <summary>Carries out everything that is due, each on its own: what is refused does not keep others waiting.</summary>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Ends it between two moves.</param>
    /// <returns>What became of each, in the order of <see cref="FindAsync"/>; empty when nothing was due.</returns>
    /// <exception cref="StorageException">Unavailable; what was done before stays done.</exception>
    public async Task<IReadOnlyList<DueMoveOutcome>> CarryOutAsync(DateTime now, CancellationToken cancellationToken)
    {
        var outcomes = new List<DueMoveOutcome>();
        foreach (var move in await FindAsync(now, cancellationToken).ConfigureAwait(false))
        {
            outcomes.Add(await CarryOutAsync(move, cancellationToken).ConfigureAwait(false));
        }

        return outcomes;
    }

    /// <summary>Carries out one move.</summary>
    /// <exception cref="StorageException">Unavailable.</exception>
    public async Task<DueMoveOutcome> CarryOutAsync(DueMove move, CancellationToken cancellationToken)
    {
        try
        {
            return new DueMoveOutcome(move, await MoveAsync(move, cancellationToken).ConfigureAwait(false), "");
        }
        catch (ControlException refusal)
        {
            return new DueMoveOutcome(move, null, refusal.Message);
        }
        catch (StorageException refusal) when (refusal.Error != StorageError.Unavailable)
        {
            return new DueMoveOutcome(move, null, refusal.Message);
        }
    }

    private static DueMove? Of(Experiment experiment, DateTime now)
    {
        if (experiment.State == ExperimentState.Approved)
        {
            return experiment.ScheduledStartTime?.ToDateTime() is { } start && start <= now
                ? new DueMove(DueMoveKind.Start, experiment.Key, start, experiment.Etag, 0, $"scheduled start of {start:u}")
                : null;
        }

        var end = experiment.PlannedEndTime?.ToDateTime() ?? experiment.StartTime.ToDateTime().AddDays(Limits.PlannedDays);
        if (end <= now)
        {
            var why = experiment.PlannedEndTime is null ? $"ran for {Limits.PlannedDays} days" : $"planned end of {end:u}";
            return new DueMove(DueMoveKind.Conclude, experiment.Key, end, experiment.Etag, 0, why);
        }

        // After a pause several steps may be due: the last of them says how much traffic there should be by now.
        var step = experiment.RampSteps.LastOrDefault(step => step.RampTime.ToDateTime() <= now);
        return step?.TrafficBasisPoints > Allocations.TrafficOf(experiment)
            ? new DueMove(
                DueMoveKind.Ramp, experiment.Key, step.RampTime.ToDateTime(), experiment.Etag, step.TrafficBasisPoints, $"ramp step of {step.RampTime.ToDateTime():u}")
            : null;
    }

    private Task<Experiment> MoveAsync(DueMove move, CancellationToken cancellationToken)
    {
        var (key, id, etag, reason) = (move.ExperimentKey, RequestIdOf(move), move.Etag, move.Reason);
        return move.Kind switch
        {
            DueMoveKind.Start => moves.StartAsync(
                Actor.System, new StartExperimentRequest { Key = key, RequestId = id, Etag = etag, Reason = reason }, cancellationToken),
            DueMoveKind.Ramp => moves.RampAsync(
                Actor.System,
                new RampExperimentRequest { Key = key, RequestId = id, Etag = etag, Reason = reason, TrafficBasisPoints = move.TrafficBasisPoints },
                cancellationToken),
            _ => moves.ConcludeAsync(
                Actor.System,
                new ConcludeExperimentRequest { Key = key, RequestId = id, Etag = etag, Reason = reason, Decision = Decision.Inconclusive },
                cancellationToken),
        };
    }

    /// <summary>The same for everybody who wants this move of this version; of a length that fits whatever the key.</summary>
    private static string RequestIdOf(DueMove move)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"{move.Kind}|{move.ExperimentKey}|{move.DueAt:O}|{move.Etag}|{move.TrafficBasisPoints}");
        return $"due-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..32]}";
    }
}
