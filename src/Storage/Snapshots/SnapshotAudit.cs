namespace GrpcExp.Storage.Snapshots;

/// <summary>The stored snapshot beside the one that the tables give.</summary>
/// <param name="Revision">Revision of both.</param>
/// <param name="StoredSha256">SHA-256 that is stored, hex.</param>
/// <param name="BodySha256">SHA-256 of the stored bytes, hex.</param>
/// <param name="CompiledSha256">SHA-256 of the snapshot compiled anew, hex.</param>
public sealed record SnapshotAudit(long Revision, string StoredSha256, string BodySha256, string CompiledSha256)
{
    /// <summary>True when all three are one.</summary>
    public bool IsIntact => StoredSha256 == BodySha256 && BodySha256 == CompiledSha256;
}
