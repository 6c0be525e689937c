using Grpc.Core;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>Jobs as a person sees them, on a server that runs none by itself.</summary>
public sealed class JobServiceTests(EmbeddedServer fixture) : IClassFixture<EmbeddedServer>
{
    private JobService.JobServiceClient Jobs => new(fixture.Server.AsAdmin());

    [Fact]
    public async Task Jobs_are_listed_by_name_and_explained_one_by_one()
    {
        var jobs = (await Jobs.ListJobsAsync(new ListJobsRequest())).Jobs;

        Assert.Equal(jobs.Select(job => job.Name).Order(StringComparer.Ordinal), jobs.Select(job => job.Name));
        Assert.All(jobs, job => Assert.Equal(("", "", null), (job.Schedule, job.Explanation, job.NextRunTime)));
        var upkeep = await Jobs.GetJobAsync(new GetJobRequest { Job = "upkeep" });
        Assert.Contains("request ids", upkeep.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', upkeep.Explanation);
        Assert.Equal("run_once", upkeep.MisfireRule);
    }

    [Fact]
    [Trait("Promise", "P6")]
    public async Task A_repeated_request_runs_a_job_once_and_the_history_tells_how_it_went()
    {
        var request = new RunJobRequest { Job = "upkeep", RequestId = "upkeep-1", Reason = "to see" };
        var asked = await Jobs.RunJobAsync(request);
        var run = await EndedAsync(asked);

        var again = await Jobs.RunJobAsync(request);

        Assert.Equal((asked.ScheduledTime, JobRunState.Succeeded), (again.ScheduledTime, again.State));
        Assert.Equal((JobRunState.Succeeded, JobRunCause.Call, "admin", 1), (run.State, run.Cause, run.RequestedBy, run.Attempt));
        Assert.InRange(run.DurationMillis, 0, 60_000);
        Assert.Contains("partitions made 2 days ahead", run.Message, StringComparison.Ordinal);
        var history = await Jobs.ListJobRunsAsync(new ListJobRunsRequest { Job = "upkeep" });
        Assert.Single(history.Runs, other => other.ScheduledTime.Equals(asked.ScheduledTime));
        Assert.Equal(history.Runs[0], (await Jobs.GetJobAsync(new GetJobRequest { Job = "upkeep" })).LastRun);
        var audit = await fixture.Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = "jobs/upkeep" });
        Assert.Single(audit.Events, entry => entry is { Action: "job.run", Actor: "admin", Reason: "to see" });
    }

    [Fact]
    public async Task Pages_of_the_history_follow_each_other()
    {
        for (var i = 0; i < 3; i++)
        {
            await EndedAsync(await Jobs.RunJobAsync(new RunJobRequest { Job = "anomaly-alerts" }));
        }

        var seen = new List<JobRun>();
        var page = new ListJobRunsResponse { NextPageToken = "" };
        do
        {
            page = await Jobs.ListJobRunsAsync(new ListJobRunsRequest { Job = "anomaly-alerts", PageSize = 2, PageToken = page.NextPageToken });
            seen.AddRange(page.Runs);
        }
        while (page.NextPageToken.Length > 0);

        Assert.Equal(3, seen.Count);
        Assert.Equal(seen.OrderByDescending(run => run.ScheduledTime.ToDateTime()), seen);
        Assert.All(seen, run => Assert.Equal(JobRunState.Succeeded, run.State));
    }

    [Fact]
    public async Task A_paused_job_says_so_and_still_runs_for_a_person()
    {
        var paused = await Jobs.PauseJobAsync(new PauseJobRequest { Job = "warehouse-build", Reason = "moving house" });
        Assert.Equal((true, "admin", "moving house"), (paused.Paused, paused.PausedBy, paused.PauseReason));
        Assert.Equal(paused.PauseTime, (await Jobs.PauseJobAsync(new PauseJobRequest { Job = "warehouse-build", Reason = "again" })).PauseTime);

        var run = await EndedAsync(await Jobs.RunJobAsync(new RunJobRequest { Job = "warehouse-build" }));
        Assert.Equal(JobRunState.Succeeded, run.State);

        Assert.False((await Jobs.ResumeJobAsync(new ResumeJobRequest { Job = "warehouse-build" })).Paused);
        Assert.False((await Jobs.ResumeJobAsync(new ResumeJobRequest { Job = "warehouse-build" })).Paused);
        var audit = await fixture.Experiments.ListAuditEventsAsync(new ListAuditEventsRequest { Resource = "jobs/warehouse-build" });
        Assert.Equal(["job.pause", "job.resume"], audit.Events.Select(entry => entry.Action).Where(action => action != "job.run"));
    }

    [Fact]
    public async Task A_bad_request_is_refused_with_what_there_is()
    {
        var unknown = await Refusals.OfAsync(Jobs.RunJobAsync(new RunJobRequest { Job = "tea" }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (unknown.Code, unknown.Reason));
        Assert.Contains("upkeep", unknown.Message, StringComparison.Ordinal);

        var wrong = await Refusals.OfAsync(Jobs.PauseJobAsync(new PauseJobRequest { Job = "no job", RequestId = "a\nb" }));
        Assert.Equal(["reason", "request_id", "job"], wrong.Fields);

        var paged = await Refusals.OfAsync(Jobs.ListJobRunsAsync(new ListJobRunsRequest { PageSize = 1_001, PageToken = "no token" }));
        Assert.Equal(["page_size", "page_token"], paged.Fields);
    }

    private Task<JobRun> EndedAsync(JobRun run) => JobHistory.EndedAsync(Jobs, run);
}
