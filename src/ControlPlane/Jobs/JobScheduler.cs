using System.Data.Common;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Probes;
using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using GrpcExp.Storage.Jobs;
using Quartz;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>
/// Keeps the scheduler in line with the catalogue. On PostgreSQL replicas share one schedule, which outlives them; embedded it is
/// in memory, so what was missed and what a dead process left follow from the history of runs.
/// </summary>
internal sealed class JobScheduler(
    ISchedulerFactory factory,
    SchedulerDatabase database,
    JobsModel model,
    JobRuns runs,
    ServerInstance instance,
    TimeProvider time,
    ILogger<JobScheduler> logger) : BackgroundService
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private IScheduler? _scheduler;

    /// <summary>Whether jobs run by the clock.</summary>
    public PartStatus Status => !model.RunByThemselves ? PartStatus.Off : _scheduler is { Status: SchedulerStatus.Running } ? PartStatus.Up : PartStatus.Down;

    /// <summary>Has a run that is there begun at once, by this server or another.</summary>
    public async Task EnqueueAsync(JobRun run, CancellationToken cancellationToken)
    {
        var scheduler = await StartedAsync(cancellationToken).ConfigureAwait(false);
        await EnqueueAsync(scheduler, run, takesOver: false, cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_scheduler is { } scheduler)
        {
            // Jobs are asked to stop and waited for; what they give back, another server begins again.
            await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!model.RunByThemselves)
        {
            if (!database.IsShared)
            {
                await runs.AbandonAsync(time.GetUtcNow().UtcDateTime, "The server ended meanwhile, and the next one runs no jobs by itself.", stoppingToken).ConfigureAwait(false);
            }

            return;
        }

        while (true)
        {
            try
            {
                await StartedAsync(stoppingToken).ConfigureAwait(false);
                Log.Scheduled(logger, JobCatalog.All.Count, instance.Name);
                return;
            }
            catch (Exception exception) when (exception is SchedulerException or StorageException or DbException)
            {
                Log.SchedulerLost(logger, Limits.LongestBackoff, exception.Message);
                await Task.Delay(Limits.LongestBackoff, time, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IScheduler> StartedAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_scheduler is null)
            {
                var scheduler = await factory.GetScheduler(cancellationToken).ConfigureAwait(false);
                await FillAsync(scheduler, cancellationToken).ConfigureAwait(false);
                await scheduler.Start(cancellationToken).ConfigureAwait(false);
                _scheduler = scheduler;
            }

            return _scheduler;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task FillAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        foreach (var job in JobCatalog.All)
        {
            await scheduler.AddJob(JobTriggers.Detail(job), AddJobOptions.Replacing, cancellationToken).ConfigureAwait(false);
            if (model.RunByThemselves)
            {
                await ScheduleAsync(scheduler, job, cancellationToken).ConfigureAwait(false);
            }
        }

        if (model.RunByThemselves)
        {
            foreach (var run in await runs.ListUnfinishedAsync(cancellationToken).ConfigureAwait(false))
            {
                // On a shared database a run that is begun belongs to a server that may well be alive; the scheduler knows when it is not.
                if (JobCatalog.Find(run.Job) is not null && (!database.IsShared || run is { State: JobRunState.Queued, Cause: JobRunCause.Call }))
                {
                    await EnqueueAsync(scheduler, run, takesOver: !database.IsShared, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task ScheduleAsync(IScheduler scheduler, JobDefinition job, CancellationToken cancellationToken)
    {
        var schedule = model.ScheduleOf(job);
        var present = await scheduler.GetTrigger(JobTriggers.ScheduleOf(job.Name), cancellationToken).ConfigureAwait(false);
        if (present is ICronTrigger cron && cron.CronExpressionString == schedule)
        {
            // Left alone, so that the times it missed are not forgotten.
            return;
        }

        if (!database.IsShared && job.CatchesUp)
        {
            await MakeUpAsync(scheduler, job, schedule, cancellationToken).ConfigureAwait(false);
        }

        var trigger = JobTriggers.ByClock(job, schedule, time);
        try
        {
            if (present is null)
            {
                await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await scheduler.RescheduleJob(trigger.Key, trigger, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another replica starts at the same time and was faster.
        }
    }

    /// <summary>A schedule in memory knows nothing of the time before it: what was missed since the last run follows from the history.</summary>
    private async Task MakeUpAsync(IScheduler scheduler, JobDefinition job, string schedule, CancellationToken cancellationToken)
    {
        var due = FiringTime.LastOf(schedule, time.GetUtcNow().UtcDateTime);
        if (await runs.ListAsync(job.Name, null, 1, cancellationToken).ConfigureAwait(false) is [var last] && last.ScheduledTime.ToDateTime() < due)
        {
            await scheduler.ScheduleJob(JobTriggers.MakesUp(job, schedule, due, time), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EnqueueAsync(IScheduler scheduler, JobRun run, bool takesOver, CancellationToken cancellationToken)
    {
        try
        {
            await scheduler.ScheduleJob(JobTriggers.Of(run, takesOver, time), cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectAlreadyExistsException)
        {
            // The same call, repeated: the run waits or is begun.
        }
    }
}
