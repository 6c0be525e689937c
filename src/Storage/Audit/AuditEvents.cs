using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Schema;

namespace GrpcExp.Storage.Audit;

/// <summary>Between an audit event as stored, as written and as answered.</summary>
internal static class AuditEvents
{
    // The names of the .proto files, so that the log reads like the contract.
    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>Chains an event to the head of an environment and moves the head.</summary>
    public static AuditEventRow Append(EnvironmentRow head, DateTime now, WriteIntent intent, AuditEntry entry, long revision)
    {
        var row = new AuditEventRow
        {
            Environment = head.Name,
            Sequence = head.AuditSequence + 1,
            OccurredAt = now,
            Actor = intent.Actor.Name,
            Action = entry.Action,
            Resource = entry.Resource,
            BeforeJson = JsonOf(entry.Before),
            AfterJson = JsonOf(entry.After),
            Reason = intent.Reason,
            Revision = revision,
            TokenId = intent.Actor.TokenId,
            SourceAddress = intent.Actor.SourceAddress,
            HashVersion = AuditChain.NewestVersion,
            PreviousHash = head.AuditHash,
            Hash = "",
        };
        row.Hash = AuditChain.HashOf(row)!;
        head.AuditSequence = row.Sequence;
        head.AuditHash = row.Hash;
        return row;
    }

    public static AuditEvent Of(AuditEventRow row) => new()
    {
        Sequence = row.Sequence,
        EventTime = Timestamp.FromDateTime(row.OccurredAt),
        Actor = row.Actor,
        Action = row.Action,
        Resource = row.Resource,
        BeforeJson = row.BeforeJson,
        AfterJson = row.AfterJson,
        Reason = row.Reason,
        Hash = row.Hash,
        Revision = row.Revision,
        TokenId = row.TokenId,
        SourceAddress = row.SourceAddress,
    };

    private static string JsonOf(IMessage? message) => message is null ? "" : Json.Format(message);
}
