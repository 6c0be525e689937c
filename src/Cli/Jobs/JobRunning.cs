using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Jobs;

/// <summary>Has a job run and follows the run to its end.</summary>
internal sealed class JobRunning(ServerConnection connection, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly JobService.JobServiceClient _jobs = new(connection.Invoker);

    /// <summary>Asks for the run under an id of its own, so that a repeated attempt over a bad line makes one run.</summary>
    public async Task<JobRun> RunAsync(string job, string reason, CancellationToken cancellationToken)
    {
        var request = new RunJobRequest { Job = job, Reason = reason, RequestId = $"cli-{Guid.NewGuid():N}" };
        var run = await _jobs.RunJobAsync(request, connection.Headers, cancellationToken: cancellationToken);
        while (run.State is JobRunState.Queued or JobRunState.Running)
        {
            await Task.Delay(Pause, time, cancellationToken);
            run = await FindAsync(run, cancellationToken) ?? run;
        }

        return run;
    }

    // It is among the newest: others may have become due since.
    private async Task<JobRun?> FindAsync(JobRun run, CancellationToken cancellationToken)
    {
        var page = await _jobs.ListJobRunsAsync(new ListJobRunsRequest { Job = run.Job }, connection.Headers, cancellationToken: cancellationToken);
        return page.Runs.FirstOrDefault(other => other.ScheduledTime.Equals(run.ScheduledTime));
    }
}
