namespace GrpcExp.Storage.Schema;

/// <summary>
/// The head of an environment. Every write locks this row until it commits, so revisions and audit sequence
/// numbers are assigned in commit order and without gaps.
/// </summary>
internal sealed class EnvironmentRow
{
    public required string Name { get; set; }

    public required string Epoch { get; set; }

    public required long Revision { get; set; }

    /// <summary>Sequence number of the last audit event; 0 before the first.</summary>
    public required long AuditSequence { get; set; }

    /// <summary>Hash of the last audit event, hex; empty before the first.</summary>
    public required string AuditHash { get; set; }

    public required DateTime CreatedAt { get; set; }

    /// <summary>Buckets that no experiment gets: a serialized Holdout without its etag; empty when nobody is held out.</summary>
    public byte[] Holdout { get; set; } = [];

    /// <summary>Etag of the holdout; empty before the first.</summary>
    public string HoldoutEtag { get; set; } = "";
}
