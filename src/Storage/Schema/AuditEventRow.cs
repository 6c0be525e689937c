namespace GrpcExp.Storage.Schema;

/// <summary>One link of the audit chain; rows are only ever added.</summary>
internal sealed class AuditEventRow
{
    public required string Environment { get; set; }

    public required long Sequence { get; set; }

    public required DateTime OccurredAt { get; set; }

    public required string Actor { get; set; }

    public required string Action { get; set; }

    public required string Resource { get; set; }

    public required string BeforeJson { get; set; }

    public required string AfterJson { get; set; }

    public required string Reason { get; set; }

    /// <summary>The environment's revision after the change; 0 when configuration did not change.</summary>
    public required long Revision { get; set; }

    /// <summary>Token that was used; empty for the server itself and in events of version 1.</summary>
    public required string TokenId { get; set; }

    /// <summary>Address that the call came from; empty for the server itself and in events of version 1.</summary>
    public required string SourceAddress { get; set; }

    /// <summary>Which fields the hash covers: <see cref="Audit.AuditChain"/>.</summary>
    public required int HashVersion { get; set; }

    public required string PreviousHash { get; set; }

    public required string Hash { get; set; }
}
