using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

public sealed class ShortSha256Tests
{
    // FIPS 180-4's example "abc" and the empty message: NIST, "Examples with Intermediate Values", SHA-256, and CAVP SHA256ShortMsg.rsp, Len = 0.
    [Theory]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void The_standards_examples_hash_as_it_says(string message, string digest) =>
        Assert.Equal(digest, Hex(Encoding.ASCII.GetBytes(message), ShortSha256.Hash));

    [Fact]
    public void Every_length_up_to_the_longest_agrees_with_the_frameworks_own()
    {
        var random = new Random(1);
        for (var length = 0; length <= ShortSha256.MaxBytes; length++)
        {
            for (var i = 0; i < 200; i++)
            {
                var message = new byte[length];
                random.NextBytes(message);
                Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(message)), Hex(message, ShortSha256.Hash));
            }
        }
    }

    [Fact]
    public void Bucketing_hashes_messages_on_both_sides_of_the_limit_alike()
    {
        var random = new Random(2);
        for (var length = 0; length <= 200; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(message)), Hex(message, Bucketing.Digest));
        }
    }

    [Fact]
    public void A_message_over_the_limit_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ShortSha256.Hash(new byte[ShortSha256.MaxBytes + 1], new uint[8]));

    private delegate void Hash(ReadOnlySpan<byte> message, Span<uint> digest);

    private static string Hex(byte[] message, Hash hash)
    {
        var words = new uint[8];
        hash(message, words);
        var bytes = new byte[32];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return Convert.ToHexStringLower(bytes);
    }
}
