namespace GrpcExp.Storage.Jobs;

/// <summary>A place in the history of runs, which goes from the newest to the oldest.</summary>
/// <param name="ScheduledAt">Time the run was due, UTC.</param>
/// <param name="Job">Its job; runs that were due together go by job, downwards.</param>
public sealed record JobRunCursor(DateTime ScheduledAt, string Job);
