using Google.Protobuf;

namespace GrpcExp.Storage.Changes;

/// <summary>What a change is called in the audit log.</summary>
/// <param name="Action">For example <c>flag.create</c>.</param>
/// <param name="Resource">For example <c>flags/checkout</c>.</param>
/// <param name="Before">The resource before; null on creation.</param>
/// <param name="After">The resource after; null on deletion.</param>
public sealed record AuditEntry(string Action, string Resource, IMessage? Before, IMessage? After);
