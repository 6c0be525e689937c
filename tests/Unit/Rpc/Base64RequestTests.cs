using System.IO.Pipelines;
using System.Text;
using Grpc.Core;
using GrpcExp.Rpc.Web;

namespace GrpcExp.Unit.Rpc;

/// <summary>Base64 as grpc-web-text clients send it: in pieces, padded or not, cut anywhere by the network.</summary>
public sealed class Base64RequestTests
{
    private static readonly byte[] Plain = [.. Enumerable.Range(0, 50).Select(i => (byte)(i * 37))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_is_decoded_wherever_pieces_and_packets_end()
    {
        for (var piece = 1; piece <= Plain.Length; piece += 3)
        {
            for (var packet = 1; packet <= 70; packet += 3)
            {
                var text = string.Concat(Plain.Chunk(piece).Select(Convert.ToBase64String));
                Assert.Equal(Plain, await DecodeAsync(text, packet));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20000)]
    public async Task Text_longer_than_a_buffer_is_decoded(int size)
    {
        var plain = new byte[size];
        new Random(1).NextBytes(plain);
        Assert.Equal(plain, await DecodeAsync(Convert.ToBase64String(plain, Base64FormattingOptions.InsertLineBreaks), 5000));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("AA==A")]
    [InlineData("A===")]
    [InlineData("=AAA")]
    [InlineData("AA=A")]
    [InlineData("AAA-")]
    public async Task What_is_not_base64_is_refused(string text)
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => DecodeAsync(text, 100));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.Contains("base64", e.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<byte[]> DecodeAsync(string text, int packet)
    {
        var pipe = new Pipe();
        var writing = WriteAsync();
        using var plain = new MemoryStream();
        await new Base64RequestStream(pipe.Reader).CopyToAsync(plain, Cancel);
        await writing;
        return plain.ToArray();

        async Task WriteAsync()
        {
            foreach (var part in Encoding.ASCII.GetBytes(text).Chunk(packet))
            {
                await pipe.Writer.WriteAsync(part, Cancel);
            }

            await pipe.Writer.CompleteAsync();
        }
    }
}
