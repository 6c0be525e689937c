using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Testing;
using GrpcExp.Conformance.Web;

namespace GrpcExp.Conformance.Connect;

/// <summary>Compression and limits of Connect calls.</summary>
public sealed class ConnectEncodingTests
{
    private const int Limit = 4 * 1024 * 1024;
    private static readonly byte[] Thousand = """{"responseSize":1000}"""u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverBothVersions("application/json", "application/proto")]
    public async Task A_request_may_be_compressed(Version version, string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var plain = contentType == "application/json" ? Thousand : new SimpleRequest { ResponseSize = 1000 }.ToByteArray();
        var answer = await server.PostAsync(ConnectTests.Unary, version, contentType, Gzip.Pack(plain), Cancel, ("content-encoding", "gzip"));
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.True(answer.Body.Length > 1000);
        Assert.False(answer.Headers.ContainsKey("content-encoding"));
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("deflate, gzip, br, zstd", true)] // curl --compressed
    [InlineData("br;q=1.0, gzip;q=0.8", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    public async Task A_response_is_compressed_for_those_who_accept_it(string accepted, bool isPacked)
    {
        await using var server = await BrowserServer.StartInteropAsync(o => o.ResponseCompressionAlgorithm = "gzip");
        var answer = await server.PostAsync(
            ConnectTests.Unary, HttpVersion.Version11, "application/json", Thousand, Cancel, ("accept-encoding", accepted));
        Assert.Equal(isPacked, answer.Headers.ContainsKey("content-encoding"));
        var plain = isPacked ? Gzip.Unpack(answer.Body) : answer.Body;
        Assert.Equal(1000, SimpleResponse.Parser.ParseJson(Encoding.UTF8.GetString(plain)).Payload.Body.Length);
    }

    [Fact]
    public async Task Who_sends_an_encoding_accepts_it()
    {
        await using var server = await BrowserServer.StartInteropAsync(o => o.ResponseCompressionAlgorithm = "gzip");
        var answer = await server.PostAsync(
            ConnectTests.Unary, HttpVersion.Version11, "application/json", Gzip.Pack(Thousand), Cancel, ("content-encoding", "gzip"));
        Assert.Equal("gzip", answer.Headers["content-encoding"]);
    }

    [Fact]
    public async Task An_empty_body_is_not_decompressed()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(ConnectTests.Unary, HttpVersion.Version11, "application/proto", [], Cancel, ("content-encoding", "gzip"));
        Assert.Equal(HttpStatusCode.OK, answer.Http);
    }

    [Fact]
    public async Task An_unknown_encoding_is_unimplemented_and_the_known_ones_are_named()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(ConnectTests.Unary, HttpVersion.Version11, "application/json", Thousand, Cancel, ("content-encoding", "br"));
        Assert.Equal("unimplemented", ConnectTests.Code(answer));
        Assert.Contains("gzip", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_encoding_says_is_internal()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(ConnectTests.Unary, HttpVersion.Version11, "application/json", Thousand, Cancel, ("content-encoding", "gzip"));
        Assert.Equal("internal", ConnectTests.Code(answer));
    }

    [Theory, OverBothVersions("application/json", "application/proto")]
    public async Task The_server_reads_four_mebibytes_and_not_one_byte_more(Version version, string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        foreach (var isPacked in new[] { false, true })
        {
            Assert.Equal(HttpStatusCode.OK, await SizedAsync(server, version, contentType, Limit, isPacked));
            Assert.Equal(HttpStatusCode.TooManyRequests, await SizedAsync(server, version, contentType, Limit + 1, isPacked));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await SizedAsync(server, version, contentType, 10 * Limit, isPacked: false));
        Assert.Equal(HttpStatusCode.OK, await SizedAsync(server, version, contentType, 1000, isPacked: false));
    }

    private static async Task<HttpStatusCode> SizedAsync(BrowserServer server, Version version, string contentType, int size, bool isPacked)
    {
        var message = contentType == "application/json" ? JsonOf(size) : ProtoOf(size);
        Assert.Equal(size, message.Length);
        var answer = await server.PostAsync(
            ConnectTests.Unary, version, contentType, isPacked ? Gzip.Pack(message) : message, Cancel,
            ("content-encoding", isPacked ? "gzip" : "identity"));
        if (answer.Http != HttpStatusCode.OK)
        {
            Assert.Equal("resource_exhausted", ConnectTests.Code(answer));
            Assert.Contains("MaxReceiveMessageSize", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
        }

        return answer.Http;
    }

    private static byte[] JsonOf(int size) => Encoding.UTF8.GetBytes("{\"unknown\":\"" + new string('x', size - 14) + "\"}");

    private static byte[] ProtoOf(int size)
    {
        var overhead = new SimpleRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size]) } }.CalculateSize() - size;
        return new SimpleRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size - overhead]) } }.ToByteArray();
    }
}
