using GrpcExp.ControlPlane.Schedules;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Does what the dates of experiments ask for.</summary>
internal sealed class DueMovesJob(ControlStore store, DueMoves moves, TimeProvider time) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "due-moves",
        "Starts, ramps and ends experiments at their planned times",
        "15 * * * * ?",
        CatchesUp: true,
        TimeSpan.FromMinutes(5),
        """
        Finds scheduled starts, ramp steps and planned ends whose time has come, and moves the experiments by the lifecycle, as actor system. What is
        refused (a slice that is taken, for example) fails the run and is tried again every minute; the others go on. An end that nobody planned is
        enforcement's. Every move has a request id made of what is to be done, so a second run gets the first one's answer.
        """);

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var (done, refused) = (new List<string>(), new List<string>());
        foreach (var move in await moves.FindAsync(time.GetUtcNow().UtcDateTime, cancellationToken).ConfigureAwait(false))
        {
            if (move.Kind == DueMoveKind.Conclude && !await HasPlannedEndAsync(move.ExperimentKey, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            var outcome = await moves.CarryOutAsync(move, cancellationToken).ConfigureAwait(false);
            (outcome.Done ? done : refused).Add($"{move.ExperimentKey}: {move.Reason}{(outcome.Done ? "" : $": {outcome.Problem}")}");
        }

        var message = done.Count == 0 ? "nothing was due" : $"done: {string.Join("; ", done)}";
        return refused.Count == 0 ? JobResult.Done(message) : JobResult.Failed($"{message}; refused: {string.Join("; ", refused)}");
    }

    private Task<bool> HasPlannedEndAsync(string key, CancellationToken cancellationToken) => store.ReadAsync(
        async (session, token) => (await session.FindExperimentAsync(key, token).ConfigureAwait(false))?.PlannedEndTime is not null, cancellationToken);
}
