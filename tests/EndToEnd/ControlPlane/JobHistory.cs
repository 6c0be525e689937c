using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Reads what a server says of its jobs.</summary>
internal static class JobHistory
{
    /// <summary>Waits for the end of a run.</summary>
    public static async Task<JobRun> EndedAsync(JobService.JobServiceClient jobs, JobRun run)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                run = (await OfAsync(jobs, run.Job)).First(other => other.ScheduledTime.Equals(run.ScheduledTime));
                return run.EndTime is not null;
            },
            $"{run.Job} ends");
        return run;
    }

    /// <summary>The newest runs of a job, the newest first.</summary>
    public static async Task<IReadOnlyList<JobRun>> OfAsync(JobService.JobServiceClient jobs, string job) =>
        [.. (await jobs.ListJobRunsAsync(new ListJobRunsRequest { Job = job })).Runs];
}
