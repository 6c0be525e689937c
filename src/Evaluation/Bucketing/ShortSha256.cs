using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace GrpcExp.Evaluation;

/// <summary>
/// SHA-256 (FIPS 180-4) of a message that fits into one block, as nearly every bucketing input does. The framework's own goes through
/// the system's library, whose call costs more than the block itself.
/// </summary>
internal static class ShortSha256
{
    /// <summary>Longest message: a block of 64 bytes less the padding's first byte and the length.</summary>
    public const int MaxBytes = 55;

    private const int BlockBytes = 64;
    private const int Rounds = 64;

    // FIPS 180-4 §4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Hashes a message of at most <see cref="MaxBytes"/> bytes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="digest">Takes the digest as its eight words, first word first.</param>
    public static void Hash(ReadOnlySpan<byte> message, Span<uint> digest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, MaxBytes);
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(block[(BlockBytes - sizeof(ulong))..], (ulong)message.Length * 8);

        Span<uint> schedule = stackalloc uint[Rounds];
        Expand(block, schedule);
        Compress(schedule, digest);
    }

    // §6.2.2 step 1.
    private static void Expand(ReadOnlySpan<byte> block, Span<uint> schedule)
    {
        for (var i = 0; i < 16; i++)
        {
            schedule[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * sizeof(uint))..]);
        }

        for (var i = 16; i < schedule.Length; i++)
        {
            var (early, late) = (schedule[i - 15], schedule[i - 2]);
            schedule[i] = schedule[i - 16]
                + (BitOperations.RotateRight(early, 7) ^ BitOperations.RotateRight(early, 18) ^ (early >> 3))
                + schedule[i - 7]
                + (BitOperations.RotateRight(late, 17) ^ BitOperations.RotateRight(late, 19) ^ (late >> 10));
        }
    }

    // §6.2.2 steps 2 to 4, from the initial value of §5.3.3. The names are the standard's.
    private static void Compress(ReadOnlySpan<uint> schedule, Span<uint> digest)
    {
        uint a = 0x6a09e667, b = 0xbb67ae85, c = 0x3c6ef372, d = 0xa54ff53a;
        uint e = 0x510e527f, f = 0x9b05688c, g = 0x1f83d9ab, h = 0x5be0cd19;
        var constants = RoundConstants;
        for (var i = 0; i < Rounds; i++)
        {
            var t1 = h + BigSigma1(e) + ((e & f) ^ (~e & g)) + constants[i] + schedule[i];
            var t2 = BigSigma0(a) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e) = (g, f, e, d + t1);
            (d, c, b, a) = (c, b, a, t1 + t2);
        }

        digest[7] = h + 0x5be0cd19;
        digest[6] = g + 0x1f83d9ab;
        digest[5] = f + 0x9b05688c;
        digest[4] = e + 0x510e527f;
        digest[3] = d + 0xa54ff53a;
        digest[2] = c + 0x3c6ef372;
        digest[1] = b + 0xbb67ae85;
        digest[0] = a + 0x6a09e667;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BigSigma0(uint a) => BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint BigSigma1(uint e) => BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
}
