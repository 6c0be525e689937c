using System.Data.Common;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Errors;
using GrpcExp.Storage.Jobs;
using GrpcExp.Warehouse;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Makes runs of firings: notes the beginning, does the work, notes the end. Two firings of one run do the work once.</summary>
internal sealed class JobRunner(
    ControlStore store, JobRuns runs, AlertOutbox alerts, IEnumerable<IJobWork> works, ServerInstance instance, TimeProvider time, ILogger<JobRunner> logger)
{
    private readonly Dictionary<string, IJobWork> _works = works.ToDictionary(work => work.Definition.Name, StringComparer.Ordinal);

    public async Task RunAsync(Firing firing, CancellationToken cancellationToken)
    {
        try
        {
            if (!_works.TryGetValue(firing.Job, out var work) || await IsPausedAsync(firing, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            var attempt = await runs.BeginAsync(firing.Job, firing.ScheduledAt, instance.Name, firing.TakesOver, cancellationToken).ConfigureAwait(false);
            if (attempt is not { } number)
            {
                Log.NotOurs(logger, firing.Job, firing.ScheduledAt);
                return;
            }

            await RunAsync(work, new JobCall(firing.Job, firing.ScheduledAt, number), cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            // What was not noted is taken over, or given up by the upkeep.
            Log.NoteLost(logger, firing.Job, firing.ScheduledAt, exception.InnerException?.Message ?? exception.Message);
        }
    }

    private async Task RunAsync(IJobWork work, JobCall call, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var operation = Operation.Begin("job.run", Signals.Jobs, time, new KeyValuePair<string, object?>("grpcexp.job", call.Job));
        JobResult result;
        try
        {
            result = await work.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await runs.ReleaseAsync(call.Job, call.ScheduledAt, call.Attempt, "The server stopped; it is begun again.", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception exception) when (exception is ControlException or StorageException or WarehouseException or DbException or IOException)
        {
            result = JobResult.Failed(exception.Message);
        }
        catch (Exception exception)
        {
            var incident = Guid.NewGuid().ToString("N")[..12];
            Log.Unforeseen(logger, exception, call.Job, call.ScheduledAt, incident);
            result = JobResult.Failed($"It failed unforeseen; the log of {instance.Name} has it as incident {incident}.");
        }

        operation.End(result.Outcome == JobRunState.Failed ? "error" : result.Outcome.ToString());
        var message = Violations.Shown(result.Message, Limits.JobMessageLength);
        if (!await runs.EndAsync(call.Job, call.ScheduledAt, call.Attempt, result.Outcome, message, CancellationToken.None).ConfigureAwait(false))
        {
            Log.Overtaken(logger, call.Job, call.ScheduledAt, call.Attempt);
        }
        else if (result.Outcome == JobRunState.Failed)
        {
            Log.Failed(logger, call.Job, call.ScheduledAt, call.Attempt, message);
            await AlertAsync(call, message).ConfigureAwait(false);
        }
        else
        {
            Log.Ended(logger, call.Job, call.ScheduledAt, call.Attempt, result.Outcome.ToString(), time.GetElapsedTime(began), message);
        }
    }

    /// <summary>Alerts on the first failure of a row of them.</summary>
    private async Task AlertAsync(JobCall call, string message)
    {
        var before = await runs.ListAsync(call.Job, new JobRunCursor(call.ScheduledAt, call.Job), 1, CancellationToken.None).ConfigureAwait(false);
        if (before is not [{ State: JobRunState.Failed }])
        {
            await alerts.RaiseAsync(
                new Alert($"job:{call.Job}:{FiringTime.Write(call.ScheduledAt)}", AlertSeverity.Error, $"Job {call.Job} failed", message), CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>A pause holds back the clock, not the people.</summary>
    private async Task<bool> IsPausedAsync(Firing firing, CancellationToken cancellationToken)
    {
        if (firing.IsCall || await store.ReadAsync((session, token) => session.FindPauseAsync(firing.Job, token), cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        Log.Paused(logger, firing.Job, firing.ScheduledAt);
        return true;
    }
}
