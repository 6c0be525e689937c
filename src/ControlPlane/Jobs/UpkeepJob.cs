using System.Globalization;
using GrpcExp.Storage;
using GrpcExp.Storage.Alerts;
using GrpcExp.Storage.Jobs;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Forgets what need not be remembered, and makes room for what comes.</summary>
internal sealed class UpkeepJob(ControlStore store, JobRuns runs, AlertOutbox alerts, EventDays days, TimeProvider time) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "upkeep",
        "Forgets expired request ids and old runs, and makes the partitions of the days ahead",
        "0 10 * * * ?",
        CatchesUp: true,
        TimeSpan.FromDays(1),
        """
        Deletes request ids past their 24 hours, and ended runs of jobs older than 30 days but the newest of each job, and alerts after 400 days. Runs that were due
        more than a day ago and have not ended are given up: their server is gone. Makes the warehouse's partitions of today and the two
        days ahead. All of it depends on the clock alone, so a second run finds nothing to do.
        """);

    public JobDefinition Definition => Entry;

    public async Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var requests = await store.ForgetRequestsAsync(cancellationToken).ConfigureAwait(false);
        var abandoned = await runs.AbandonAsync(now - Limits.LongestJobRun, "It had not ended after a day: its server is gone.", cancellationToken).ConfigureAwait(false);
        var forgotten = await runs.ForgetAsync(now - Limits.JobRunRetention, cancellationToken).ConfigureAwait(false);
        await alerts.ForgetAsync(now - Limits.AlertRetention, cancellationToken).ConfigureAwait(false);
        await days.PrepareAsync(Limits.DaysAhead, cancellationToken).ConfigureAwait(false);
        return JobResult.Done(string.Create(
            CultureInfo.InvariantCulture,
            $"{requests} request ids and {forgotten} runs forgotten, {abandoned} runs given up, partitions made {Limits.DaysAhead} days ahead"));
    }
}
