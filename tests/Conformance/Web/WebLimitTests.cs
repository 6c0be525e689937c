using System.Net;
using Google.Protobuf;
using Grpc.Testing;

namespace GrpcExp.Conformance.Web;

/// <summary>The limit of a request over gRPC-Web, at the limit and one byte past it.</summary>
public sealed class WebLimitTests
{
    private const int Limit = 4 * 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverBothVersions("application/grpc-web", "application/grpc-web-text")]
    public async Task The_server_reads_four_mebibytes_and_not_one_byte_more(Version version, string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal("0", await StatusAsync(server, version, contentType, Limit, packed: false));
        Assert.Equal("8", await StatusAsync(server, version, contentType, Limit + 1, packed: false));
        Assert.Equal("0", await StatusAsync(server, version, contentType, Limit, packed: true));
        Assert.Equal("8", await StatusAsync(server, version, contentType, Limit + 1, packed: true));
        Assert.Equal("0", await StatusAsync(server, version, contentType, 10, packed: false));
    }

    private static async Task<string> StatusAsync(BrowserServer server, Version version, string contentType, int size, bool packed)
    {
        var message = Sized(size);
        var frame = packed ? WebBytes.Frame(1, Gzip.Pack(message)) : WebBytes.Frame(0, message);
        var isText = contentType.EndsWith("-text", StringComparison.Ordinal);
        var answer = await server.PostAsync(
            GrpcWebTests.Unary, version, contentType, isText ? WebBytes.ToText(frame) : frame, Cancel, ("grpc-encoding", packed ? "gzip" : "identity"));
        if (answer.Headers.TryGetValue("grpc-status", out var status))
        {
            return status;
        }

        var trailers = WebBytes.Frames(isText ? WebBytes.FromText(answer.Body) : answer.Body)[^1].Payload;
        return System.Text.Encoding.ASCII.GetString(trailers)["grpc-status: ".Length..].Trim();
    }

    private static byte[] Sized(int size)
    {
        var overhead = new SimpleRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size]) } }.CalculateSize() - size;
        var message = new SimpleRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size - overhead]) } }.ToByteArray();
        Assert.Equal(size, message.Length);
        return message;
    }
}
