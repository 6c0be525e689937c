using System.Net;
using System.Text;
using Google.Protobuf;
using GrpcExp.Conformance.Forms;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Conformance.Web;

namespace GrpcExp.Conformance.Connect;

/// <summary>Connect calls by GET, for methods that declare that they have no side effects.</summary>
public sealed class ConnectGetTests : IAsyncLifetime
{
    private const string Look = "/grpcexp.conformance.Echo/Look";
    private const string Json = "%7B%22text%22%3A%22%E2%98%BA%22%7D"; // {"text":"☺"}
    private static readonly Everything Message = new() { Text = "☺" };

    private BrowserServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await BrowserServer.StartAsync<EchoService>();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory, OverBothVersions("connect=v1&encoding=json&message=" + Json, "message=" + Json + "&unknown=1&encoding=json")]
    public async Task The_query_holds_the_request(Version version, string query)
    {
        var answer = await GetAsync(version, Look + "?" + query);
        Assert.Equal("""{ "text": "☺" }""", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal("application/json", answer.Headers["content-type"]);
    }

    [Theory]
    [InlineData("proto", "", true)]
    [InlineData("proto", "", false)]
    [InlineData("json", "", true)]
    [InlineData("proto", "gzip", true)]
    public async Task A_binary_request_is_in_base64(string encoding, string compression, bool isPadded)
    {
        var plain = encoding == "proto" ? Message.ToByteArray() : Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(Message));
        var text = Convert.ToBase64String(compression == "gzip" ? Gzip.Pack(plain) : plain).Replace('+', '-').Replace('/', '_');
        var query = $"?base64=1&encoding={encoding}&compression={compression}&message={Uri.EscapeDataString(isPadded ? text : text.TrimEnd('='))}";
        var answer = await GetAsync(HttpVersion.Version11, Look + query);
        Assert.Equal("application/" + encoding, answer.Headers["content-type"]);
        Assert.Equal(Message, encoding == "proto" ? Everything.Parser.ParseFrom(answer.Body) : Everything.Parser.ParseJson(Encoding.UTF8.GetString(answer.Body)));
    }

    [Theory]
    [InlineData("encoding=json", "invalid_argument", "message")]
    [InlineData("encoding=json&message=%7B%7D&connect=v2", "invalid_argument", "v2")]
    [InlineData("encoding=proto&message=*&base64=1", "invalid_argument", "base64")]
    [InlineData("encoding=json&message=%7B", "invalid_argument", "line 1")]
    [InlineData("encoding=json&message=%7B%7D&compression=br", "unimplemented", "gzip")]
    public async Task A_malformed_query_is_refused_and_the_reason_told(string query, string code, string reason)
    {
        var answer = await GetAsync(HttpVersion.Version11, Look + "?" + query);
        Assert.Equal(code, ConnectTests.Code(answer));
        Assert.Contains(reason, Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?encoding=xml&message=x")]
    [InlineData("?message=x")]
    [InlineData("")]
    public async Task Another_encoding_is_415(string query) =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await GetAsync(HttpVersion.Version11, Look + query)).Http);

    [Fact]
    public async Task A_method_that_may_have_side_effects_takes_no_GET() =>
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed, (await GetAsync(HttpVersion.Version11, "/grpcexp.conformance.Echo/Send?encoding=json&message=%7B%7D")).Http);

    [Fact]
    public async Task A_timeout_is_still_a_header()
    {
        var answer = await BrowserServer.ReadAsync(
            await _server.SendAsync(
                HttpMethod.Get, Look + "?encoding=json&message=%7B%7D", HttpVersion.Version11, null, Cancel, ("connect-timeout-ms", "soon")),
            Cancel);
        Assert.Equal("invalid_argument", ConnectTests.Code(answer));
    }

    private async Task<RawAnswer> GetAsync(Version version, string path) =>
        await BrowserServer.ReadAsync(await _server.SendAsync(HttpMethod.Get, path, version, null, Cancel), Cancel);
}
