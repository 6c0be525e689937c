using System.Diagnostics;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Conformance.Web;

namespace GrpcExp.Conformance.Connect;

/// <summary>Calls with nothing but <c>curl</c>.</summary>
public sealed class CurlTests
{
    private const string Unary = "grpc.testing.TestService/UnaryCall";

    [Fact]
    public async Task A_call_is_a_POST_of_JSON()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(
            """{ "payload": { "body": "AAAA" } }""",
            await CurlAsync("-H", "Content-Type: application/json", "-d", """{"responseSize": 3}""", server.Http1 + Unary));
    }

    [Fact]
    public async Task A_call_works_over_HTTP_2()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(
            """{ "payload": { "body": "AAAA" } }""",
            await CurlAsync("--http2-prior-knowledge", "--json", """{"responseSize": 3}""", server.Http2 + Unary));
    }

    [Fact]
    public async Task A_failure_is_an_HTTP_status_and_a_reason()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(
            """{"code":"not_found","message":"gone"} 404 application/json""",
            await CurlAsync(
                "-w", " %{http_code} %{content_type}", "--json", """{"responseStatus": {"code": 5, "message": "gone"}}""", server.Http1 + Unary));
    }

    [Fact]
    public async Task A_compressed_response_is_unpacked()
    {
        await using var server = await BrowserServer.StartInteropAsync(o => o.ResponseCompressionAlgorithm = "gzip");
        var answer = await CurlAsync("--compressed", "-D", "-", "--json", """{"responseSize": 3000}""", server.Http1 + Unary);
        Assert.Contains("Content-Encoding: gzip", answer, StringComparison.Ordinal);
        Assert.Contains(new string('A', 4000), answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_in_chunks_is_read()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(
            """{ "payload": { "body": "AAAA" } }""",
            await CurlAsync("-H", "Transfer-Encoding: chunked", "--json", """{"responseSize": 3}""", server.Http1 + Unary));
    }

    [Fact]
    public async Task A_method_without_side_effects_is_a_link()
    {
        await using var server = await BrowserServer.StartAsync<EchoService>();
        Assert.Equal(
            """{ "text": "hi" }""",
            await CurlAsync("-G", "--data-urlencode", """message={"text":"hi"}""", "-d", "encoding=json", server.Http1 + "grpcexp.conformance.Echo/Look"));
    }

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("curl", ["--silent", "--show-error", "--max-time", "60", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var curl = Start(start);
        var output = curl.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await curl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await curl.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(curl.ExitCode == 0, errors);
        return await output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException("'curl' cannot be started (Debian: apt-get install curl).", e);
        }
    }
}
