using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GrpcExp.Evaluation;

/// <summary>Hash version 1: which of the 10000 buckets a unit falls into. Thread-safe; allocates nothing.</summary>
public static class Bucketing
{
    /// <summary>Number of buckets; one bucket is one basis point.</summary>
    public const int BucketCount = 10_000;

    /// <summary>The only hash version there is so far.</summary>
    public const int HashVersion = 1;

    // Keys and ids are short; longer input borrows a buffer so that the stack stays bounded.
    private const int StackBytes = 1024;

    /// <summary>
    /// <c>int(SHA256(UTF8(key + ":" + unit))) mod 10000</c>, the whole digest read as one big-endian unsigned integer.
    /// </summary>
    /// <param name="key">Key of the flag, or of the layer for its slices.</param>
    /// <param name="unit">Id of the unit; may be empty. Unpaired surrogates count as U+FFFD.</param>
    /// <returns>The bucket, 0 to 9999: the same for the same input, for ever.</returns>
    public static int Bucket(ReadOnlySpan<char> key, ReadOnlySpan<char> unit)
    {
        var bound = Encoding.UTF8.GetMaxByteCount(key.Length) + 1 + Encoding.UTF8.GetMaxByteCount(unit.Length);
        byte[]? rented = bound > StackBytes ? ArrayPool<byte>.Shared.Rent(bound) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetBytes(key, bytes);
        bytes[length++] = (byte)':';
        length += Encoding.UTF8.GetBytes(unit, bytes[length..]);

        Span<uint> digest = stackalloc uint[SHA256.HashSizeInBytes / sizeof(uint)];
        Digest(bytes[..length], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Remainder(digest);
    }

    /// <summary>SHA-256 as eight words, the first word first.</summary>
    internal static void Digest(ReadOnlySpan<byte> message, Span<uint> digest)
    {
        if (message.Length <= ShortSha256.MaxBytes)
        {
            ShortSha256.Hash(message, digest);
            return;
        }

        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message, bytes);
        for (var i = 0; i < digest.Length; i++)
        {
            digest[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * sizeof(uint))..]);
        }
    }

    // Schoolbook division in base 2^32: the remainder stays below 10000, so a step fits 46 bits.
    private static int Remainder(ReadOnlySpan<uint> digest)
    {
        ulong remainder = 0;
        foreach (var word in digest)
        {
            remainder = ((remainder << 32) | word) % BucketCount;
        }

        return (int)remainder;
    }
}
