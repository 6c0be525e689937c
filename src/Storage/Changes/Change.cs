using Google.Protobuf;

namespace GrpcExp.Storage.Changes;

/// <summary>What a write decided: the answer, and the audit entry of what it staged.</summary>
/// <typeparam name="T">The response message.</typeparam>
/// <param name="Response">The answer; kept for as long as the request id is.</param>
/// <param name="Audit">The one audit event; null exactly when nothing was staged.</param>
public sealed record Change<T>(T Response, AuditEntry? Audit)
    where T : IMessage<T>;
