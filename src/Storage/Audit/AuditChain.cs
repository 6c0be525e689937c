using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Storage.Schema;

namespace GrpcExp.Storage.Audit;

/// <summary>
/// The hash of an audit event: SHA-256 over the hash of the event before and every field of this one, each field
/// preceded by its length in bytes (32-bit big-endian), so that no text can pass for two.
/// </summary>
internal static class AuditChain
{
    /// <summary>What the first event follows.</summary>
    public const string Origin = "";

    public static string HashOf(AuditEventRow row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] fields =
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
