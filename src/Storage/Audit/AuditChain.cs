using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Storage.Schema;

namespace GrpcExp.Storage.Audit;

/// <summary>
/// The hash of an audit event: SHA-256 over the hash of the event before and every field of this one, each field
/// preceded by its length in bytes (32-bit big-endian), so that no text can pass for two. Version 1 knew neither token nor address; its events are hashed as they
/// were, and carry none.
/// </summary>
internal static class AuditChain
{
    /// <summary>What the first event follows.</summary>
    public const string Origin = "";

    /// <summary>Version that new events are hashed by.</summary>
    public const int NewestVersion = 2;

    /// <summary>The hash that an event should have; null when it is no event of any version.</summary>
    public static string? HashOf(AuditEventRow row) => row switch
    {
        { HashVersion: 1, TokenId: "", SourceAddress: "" } => HashOf(FieldsOf(row)),
        { HashVersion: 2 } => HashOf([.. FieldsOf(row), row.TokenId, row.SourceAddress]),
        _ => null,
    };

    private static string[] FieldsOf(AuditEventRow row) =>
    [
        row.PreviousHash,
        row.Environment,
        row.Sequence.ToString(CultureInfo.InvariantCulture),
        row.OccurredAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        row.Actor,
        row.Action,
        row.Resource,
        row.BeforeJson,
        row.AfterJson,
        row.Reason,
        row.Revision.ToString(CultureInfo.InvariantCulture),
    ];

    private static string HashOf(string[] fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
