namespace GrpcExp.ControlPlane.Jobs;

/// <summary>The scheduler's word that a job is due.</summary>
/// <param name="Job">Name of the job.</param>
/// <param name="ScheduledAt">When it was due, UTC, in whole microseconds.</param>
/// <param name="IsCall">True when somebody asked for it, false when the clock did.</param>
/// <param name="TakesOver">True when another instance had begun it and is gone.</param>
internal sealed record Firing(string Job, DateTime ScheduledAt, bool IsCall, bool TakesOver);
