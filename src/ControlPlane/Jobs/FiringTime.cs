using System.Globalization;
using Quartz;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>
/// Reads from a firing which run it is. A schedule fires late after a misfire, and again after a crash: the run is
/// always that of the last time of the schedule that had come.
/// </summary>
internal static class FiringTime
{
    /// <summary>Key of a trigger's data: when the run is due that it is for, where that does not follow from its schedule.</summary>
    public const string Due = "due";

    /// <summary>Key of a trigger's data: there, when the run was begun by a process that has ended.</summary>
    public const string TakesOver = "takes_over";

    public static Firing Of(IJobExecutionContext context)
    {
        var data = context.Trigger.JobDataMap;
        var job = context.JobDetail.Key.Name;
        var takesOver = context.Recovering || data.ContainsKey(TakesOver);
        if (data.TryGetValue(Due, out var due))
        {
            return new Firing(job, Read((string)due!), IsCall: !data.ContainsKey(JobTriggers.Schedule), takesOver);
        }

        var scheduled = (context.ScheduledFireTimeUtc ?? context.FireTimeUtc).UtcDateTime;
        var fired = context.FireTimeUtc.UtcDateTime;
        if (context.Recovering)
        {
            scheduled = Original(data, SchedulerConstants.FailedJobOriginalTriggerScheduledFireTime) ?? scheduled;
            fired = Original(data, SchedulerConstants.FailedJobOriginalTriggerFireTime) ?? fired;
        }

        return new Firing(job, DueAt((string)data[JobTriggers.Schedule]!, scheduled, fired), IsCall: false, takesOver);
    }

    /// <summary>The time of the run that a firing stands for.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="scheduled">Time of the schedule that the firing names: the first that was missed, if any was.</param>
    /// <param name="fired">When it fired.</param>
    public static DateTime DueAt(string schedule, DateTime scheduled, DateTime fired) =>
        LastOf(schedule, fired - scheduled > Limits.JobMisfire ? fired : scheduled);

    public static string Write(DateTime due) => due.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>The last time of a schedule up to a moment.</summary>
    public static DateTime LastOf(string schedule, DateTime moment)
    {
        var cron = new CronExpression(schedule, TimeZoneInfo.Utc);
        return cron.GetPreviousValidTimeBefore(new DateTimeOffset(moment).AddSeconds(1))?.UtcDateTime ?? moment;
    }

    private static DateTime? Original(JobDataMap data, string key) =>
        data.TryGetValue(key, out var time) ? Read(Convert.ToString(time, CultureInfo.InvariantCulture)!) : null;

    private static DateTime Read(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime;
}
