using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;

namespace GrpcExp.Sync;

/// <summary>A snapshot that passed every check, in the forms that its users need. Immutable by agreement.</summary>
/// <param name="Envelope">As it travelled.</param>
/// <param name="Body">Parsed, to apply deltas to.</param>
/// <param name="Model">Compiled, to evaluate with.</param>
public sealed record LoadedSnapshot(SnapshotEnvelope Envelope, Snapshot Body, SnapshotModel Model)
{
    /// <summary>Line of revisions.</summary>
    public string Epoch => Model.Epoch;

    /// <summary>Revision within the epoch.</summary>
    public Revision Revision => Model.Revision;
}
