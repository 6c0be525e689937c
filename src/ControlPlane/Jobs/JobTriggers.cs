using GrpcExp.Contracts.Control.V1;
using Quartz;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Jobs and triggers as the scheduler stores them.</summary>
internal static class JobTriggers
{
    /// <summary>Key of a trigger's data: the schedule that fires it, from which the time of the run follows.</summary>
    public const string Schedule = "schedule";

    private const string Scheduled = "schedule";

    private const string Calls = "calls";

    private const string Missed = "missed";

    public static JobKey KeyOf(string job) => new(job);

    public static TriggerKey ScheduleOf(string job) => new(job, Scheduled);

    public static IJobDetail Detail(JobDefinition job) => JobBuilder.Create<JobFiring>()
        .WithIdentity(KeyOf(job.Name))
        .WithDescription(job.Description)
        .StoreDurably()
        .RequestRecovery()
        .DisallowConcurrentExecution()
        .Build();

    /// <summary>Fires a job by the clock from now on.</summary>
    public static ITrigger ByClock(JobDefinition job, string schedule, TimeProvider time) => TriggerBuilder.Create(time)
        .WithIdentity(ScheduleOf(job.Name))
        .ForJob(KeyOf(job.Name))
        .WithSchedule(CronScheduleBuilder.Create(schedule)
            .InTimeZone(TimeZoneInfo.Utc)
            .WithMisfireInstruction(job.CatchesUp ? CronTriggerMisfireInstruction.FireAndProceed : CronTriggerMisfireInstruction.DoNothing))
        .UsingJobData(Schedule, schedule)
        .Build();

    /// <summary>Fires once, at once, for a time of the schedule that was missed.</summary>
    public static ITrigger MakesUp(JobDefinition job, string schedule, DateTime due, TimeProvider time) => TriggerBuilder.Create(time)
        .WithIdentity($"{job.Name} {FiringTime.Write(due)}", Missed)
        .ForJob(KeyOf(job.Name))
        .StartNow()
        .UsingJobData(FiringTime.Due, FiringTime.Write(due))
        .UsingJobData(Schedule, schedule)
        .Build();

    /// <summary>Fires a run that is there already, at once. Its name is that of the run: however often it is stored, it fires once.</summary>
    public static ITrigger Of(JobRun run, bool takesOver, TimeProvider time)
    {
        var due = FiringTime.Write(run.ScheduledTime.ToDateTime());
        var trigger = TriggerBuilder.Create(time)
            .WithIdentity($"{run.Job} {due}", Calls)
            .ForJob(KeyOf(run.Job))
            .StartNow()
            .UsingJobData(FiringTime.Due, due);
        return (takesOver ? trigger.UsingJobData(FiringTime.TakesOver, "true") : trigger).Build();
    }
}
