namespace GrpcExp.Storage.Changes;

/// <summary>Why a job does not run by itself for now.</summary>
/// <param name="Job">Name of the job.</param>
/// <param name="PausedBy">Owner of the token that paused it.</param>
/// <param name="PausedAt">When, UTC.</param>
/// <param name="Reason">Why, as given.</param>
public sealed record JobPause(string Job, string PausedBy, DateTime PausedAt, string Reason);
