namespace GrpcExp.Sync;

/// <summary>A snapshot that was refused.</summary>
/// <param name="Revision">Revision that it claimed; 0 when unknown.</param>
/// <param name="Reason">Why.</param>
/// <param name="Time">When, UTC.</param>
public sealed record SnapshotRefusal(long Revision, string Reason, DateTimeOffset Time);
