using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Jobs;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Shows jobs and their runs, runs a job on request, and pauses jobs.</summary>
internal sealed class JobGrpcService(ControlStore store, JobRuns runs, JobScheduler scheduler, JobsModel model, TimeProvider time) : JobService.JobServiceBase
{
    public override async Task<ListJobsResponse> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var pauses = await store.ReadAsync((session, token) => session.ListPausesAsync(token), context.CancellationToken).ConfigureAwait(false);
        var response = new ListJobsResponse();
        foreach (var job in JobCatalog.All)
        {
            response.Jobs.Add(await ReadAsync(job, pauses.FirstOrDefault(pause => pause.Job == job.Name), context.CancellationToken).ConfigureAwait(false));
        }

        return response;
    }

    public override async Task<Job> GetJob(GetJobRequest request, ServerCallContext context)
    {
        var job = Find(new Violations(), request.Job);
        var message = await ReadAsync(job, context.CancellationToken).ConfigureAwait(false);
        message.Explanation = JobMessages.Explain(job);
        return message;
    }

    public override async Task<JobRun> RunJob(RunJobRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Mutation(request.RequestId, request.Reason);
        var job = Find(violations, request.Job);
        var run = await store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            (session, _) =>
            {
                var queued = session.Queue(job.Name, Caller.Of(context).Owner);
                return Task.FromResult(new Change<JobRun>(queued, new AuditEntry("job.run", NameOf(job), null, queued)));
            },
            context.CancellationToken).ConfigureAwait(false);

        // A repeated request comes here again: the run may have been noted and its server have died before this line.
        await scheduler.EnqueueAsync(run, CancellationToken.None).ConfigureAwait(false);
        return await runs.FindAsync(job.Name, run.ScheduledTime.ToDateTime(), context.CancellationToken).ConfigureAwait(false) ?? run;
    }

    public override async Task<ListJobRunsResponse> ListJobRuns(ListJobRunsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        var after = JobRunPage.Read(violations, page);
        var job = request.Job.Length == 0 ? "" : Find(violations, request.Job).Name;
        violations.ThrowIfAny();
        var found = await runs.ListAsync(job, after, page.Size + 1, context.CancellationToken).ConfigureAwait(false);
        var (shown, next) = page.Cut(found, JobRunPage.KeyOf);
        return new ListJobRunsResponse { Runs = { shown }, NextPageToken = next };
    }

    public override async Task<Job> PauseJob(PauseJobRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Required("reason", request.Reason, Limits.ReasonLength);
        violations.Mutation(request.RequestId, "");
        var job = Find(violations, request.Job);
        return await store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var before = await session.FindPauseAsync(job.Name, cancellationToken).ConfigureAwait(false);
                var pause = before ?? new JobPause(job.Name, Caller.Of(context).Owner, session.Now, request.Reason);
                var message = JobMessages.Of(job, model, pause, null, time.GetUtcNow());
                if (before is not null)
                {
                    return new Change<Job>(message, null);
                }

                session.Pause(pause);
                return new Change<Job>(message, new AuditEntry("job.pause", NameOf(job), null, message));
            },
            context.CancellationToken).ConfigureAwait(false);
    }

    public override async Task<Job> ResumeJob(ResumeJobRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Mutation(request.RequestId, request.Reason);
        var job = Find(violations, request.Job);
        return await store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var message = JobMessages.Of(job, model, null, null, time.GetUtcNow());
                if (await session.FindPauseAsync(job.Name, cancellationToken).ConfigureAwait(false) is not { } pause)
                {
                    return new Change<Job>(message, null);
                }

                session.Resume(pause);
                return new Change<Job>(message, new AuditEntry("job.resume", NameOf(job), JobMessages.Of(job, model, pause, null, time.GetUtcNow()), message));
            },
            context.CancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(JobDefinition job) => $"jobs/{job.Name}";

    /// <summary>The job, after all that is wrong with the request has been noted.</summary>
    private static JobDefinition Find(Violations violations, string name)
    {
        violations.Key("job", name);
        violations.ThrowIfAny();
        return JobCatalog.Find(name) ?? throw new ControlException(
            ControlError.NotFound, $"There is no jobs/{name}: there are {string.Join(", ", JobCatalog.All.Select(job => job.Name))}.") { Facts = { ["resource"] = $"jobs/{name}" } };
    }

    private async Task<Job> ReadAsync(JobDefinition job, CancellationToken cancellationToken)
    {
        var pause = await store.ReadAsync((session, token) => session.FindPauseAsync(job.Name, token), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(job, pause, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Job> ReadAsync(JobDefinition job, JobPause? pause, CancellationToken cancellationToken)
    {
        var last = await runs.ListAsync(job.Name, null, 1, cancellationToken).ConfigureAwait(false);
        return JobMessages.Of(job, model, pause, last.Count > 0 ? last[0] : null, time.GetUtcNow());
    }
}
