using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>The snapshot that a delta leads to.</summary>
/// <param name="Envelope">Sealed under the hash that the message stated.</param>
/// <param name="Body">The same, parsed; parts that have not changed are the very objects of the snapshot before.</param>
public sealed record AppliedDelta(SnapshotEnvelope Envelope, Snapshot Body);
