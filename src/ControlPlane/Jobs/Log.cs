namespace GrpcExp.ControlPlane.Jobs;

/// <summary>What the jobs log; the ids are stable.</summary>
internal static partial class Log
{
    [LoggerMessage(5101, LogLevel.Information, "{Count} jobs run by themselves as instance {Instance}")]
    public static partial void Scheduled(ILogger logger, int count, string instance);

    [LoggerMessage(5102, LogLevel.Error, "The scheduler did not start and is tried again in {Wait}: {Detail}")]
    public static partial void SchedulerLost(ILogger logger, TimeSpan wait, string detail);

    [LoggerMessage(5103, LogLevel.Information, "Job {Job}, due {ScheduledAt:O}, attempt {Attempt}: {Outcome} in {Elapsed}: {Detail}")]
    public static partial void Ended(ILogger logger, string job, DateTime scheduledAt, int attempt, string outcome, TimeSpan elapsed, string detail);

    [LoggerMessage(5104, LogLevel.Warning, "Job {Job}, due {ScheduledAt:O}, attempt {Attempt}, failed: {Detail}")]
    public static partial void Failed(ILogger logger, string job, DateTime scheduledAt, int attempt, string detail);

    [LoggerMessage(5105, LogLevel.Error, "Job {Job}, due {ScheduledAt:O}, failed unforeseen, incident {Incident}")]
    public static partial void Unforeseen(ILogger logger, Exception exception, string job, DateTime scheduledAt, string incident);

    [LoggerMessage(5106, LogLevel.Information, "Job {Job}, due {ScheduledAt:O}, is or was run elsewhere")]
    public static partial void NotOurs(ILogger logger, string job, DateTime scheduledAt);

    [LoggerMessage(5107, LogLevel.Warning, "Job {Job}, due {ScheduledAt:O}: attempt {Attempt} was taken over by another instance before it ended")]
    public static partial void Overtaken(ILogger logger, string job, DateTime scheduledAt, int attempt);

    [LoggerMessage(5108, LogLevel.Warning, "Job {Job}, due {ScheduledAt:O}: the database is away: {Detail}")]
    public static partial void NoteLost(ILogger logger, string job, DateTime scheduledAt, string detail);

    [LoggerMessage(5109, LogLevel.Information, "Job {Job}, due {ScheduledAt:O}, is paused")]
    public static partial void Paused(ILogger logger, string job, DateTime scheduledAt);
}
