namespace GrpcExp.Storage.Alerts;

/// <summary>An alert that whoever claimed it has to send.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="CreatedAt">When it was raised, UTC.</param>
/// <param name="Attempt">Number of the attempt, from 1.</param>
public sealed record DueAlert(Alert Alert, DateTime CreatedAt, int Attempt);
