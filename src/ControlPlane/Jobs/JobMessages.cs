using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Changes;
using Quartz;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Jobs as messages.</summary>
internal static class JobMessages
{
    public static Job Of(JobDefinition job, JobsModel model, JobPause? pause, JobRun? last, DateTimeOffset now)
    {
        var message = new Job
        {
            Name = job.Name,
            Description = job.Description,
            Schedule = model.RunByThemselves ? model.ScheduleOf(job) : "",
            MisfireRule = job.MisfireRule,
            FreshnessHours = job.Freshness.TotalHours,
            Paused = pause is not null,
            PausedBy = pause?.PausedBy ?? "",
            PauseReason = pause?.Reason ?? "",
            PauseTime = pause is null ? null : Timestamp.FromDateTime(pause.PausedAt),
            LastRun = last,
        };
        if (model.RunByThemselves && pause is null && new CronExpression(message.Schedule, TimeZoneInfo.Utc).GetNextValidTimeAfter(now) is { } next)
        {
            message.NextRunTime = Timestamp.FromDateTimeOffset(next);
        }

        return message;
    }

    /// <summary>The explanation as one paragraph: in the source it is broken by lines.</summary>
    public static string Explain(JobDefinition job) => job.Explanation.ReplaceLineEndings(" ");
}
