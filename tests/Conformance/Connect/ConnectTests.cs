using System.Net;
using System.Text.Json.Nodes;
using System.Text;
using Google.Protobuf;
using Grpc.Core.Interceptors;
using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Conformance.Web;
using GrpcExp.Interop.Service;
using GrpcExp.Rpc;

namespace GrpcExp.Conformance.Connect;

/// <summary>Unary calls of the Connect protocol, held against its reference (connectrpc.com/docs/protocol).</summary>
public sealed class ConnectTests
{
    internal const string Unary = "/grpc.testing.TestService/UnaryCall";
    private const string Empty = "/grpc.testing.TestService/EmptyCall";
    private const string Output = "/grpc.testing.TestService/StreamingOutputCall";
    private const string Json = "application/json";
    private const string Proto = "application/proto";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverBothVersions]
    public async Task JSON_in_gives_bare_JSON_out(Version version)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await PostAsync(server, Unary, version, """{"responseSize": 3}""");
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(Json, answer.Headers["content-type"]);
        Assert.Equal("""{ "payload": { "body": "AAAA" } }""", Encoding.UTF8.GetString(answer.Body));
        Assert.False(answer.Headers.ContainsKey("grpc-status"));
        Assert.False(answer.Headers.ContainsKey("grpc-accept-encoding"));
        Assert.Empty(answer.Trailers);
    }

    [Theory, OverBothVersions]
    public async Task Protobuf_in_gives_bare_protobuf_out(Version version)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Unary, version, Proto, new SimpleRequest { ResponseSize = 3 }.ToByteArray(), Cancel);
        Assert.Equal(Proto, answer.Headers["content-type"]);
        Assert.Equal(new SimpleResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[3]) } }.ToByteArray(), answer.Body);
        Assert.Empty((await server.PostAsync(Empty, version, Proto, [], Cancel)).Body);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("APPLICATION/JSON")]
    public async Task A_content_type_is_understood_as_HTTP_means_it(string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, HttpVersion.Version11, contentType, "{}"u8.ToArray(), Cancel);
        Assert.Equal("{ }", Encoding.UTF8.GetString(answer.Body));
    }

    [Theory, OverBothVersions]
    public async Task Headers_are_metadata_and_trailers_are_prefixed_headers(Version version)
    {
        Metadata? seen = null;
        var script = new Script
        {
            Unary = async (_, context) =>
            {
                seen = context.RequestHeaders;
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "bird" } });
                context.ResponseTrailers.Add("cost", "237");
                context.ResponseTrailers.Add("proof-bin", [1, 2]);
                return new SimpleResponse();
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        var answer = await server.PostAsync(Unary, version, Json, "{}"u8.ToArray(), Cancel, ("shard", "42"), ("key-bin", "AQI"), ("other-bin", "AQI="));
        Assert.Equal("42", seen!.GetValue("shard"));
        Assert.Equal([1, 2], seen.GetValueBytes("key-bin"));
        Assert.Equal([1, 2], seen.GetValueBytes("other-bin"));
        Assert.Equal("bird", answer.Headers["early"]);
        Assert.Equal("237", answer.Headers["trailer-cost"]);
        Assert.Equal("AQI", answer.Headers["trailer-proof-bin"]);
    }

    [Theory]
    [InlineData(1, "canceled", 499)]
    [InlineData(2, "unknown", 500)]
    [InlineData(3, "invalid_argument", 400)]
    [InlineData(4, "deadline_exceeded", 504)]
    [InlineData(5, "not_found", 404)]
    [InlineData(6, "already_exists", 409)]
    [InlineData(7, "permission_denied", 403)]
    [InlineData(8, "resource_exhausted", 429)]
    [InlineData(9, "failed_precondition", 400)]
    [InlineData(10, "aborted", 409)]
    [InlineData(11, "out_of_range", 400)]
    [InlineData(12, "unimplemented", 501)]
    [InlineData(13, "internal", 500)]
    [InlineData(14, "unavailable", 503)]
    [InlineData(15, "data_loss", 500)]
    [InlineData(16, "unauthenticated", 401)]
    [InlineData(99, "unknown", 500)]
    public async Task A_status_has_a_name_and_an_HTTP_status(int code, string name, int http)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = code, Message = "100% ☺" } };
        foreach (var contentType in new[] { Json, Proto })
        {
            var body = contentType == Json ? Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(request)) : request.ToByteArray();
            var answer = await server.PostAsync(Unary, HttpVersion.Version11, contentType, body, Cancel);
            Assert.Equal(http, (int)answer.Http);
            Assert.Equal(Json, answer.Headers["content-type"]);
            Assert.Equal($$"""{"code":"{{name}}","message":"100% ☺"}""", Encoding.UTF8.GetString(answer.Body));
        }
    }

    [Fact]
    public async Task Details_and_trailers_of_an_error_are_told()
    {
        var detail = new Google.Rpc.ErrorInfo { Reason = "WORN" };
        var status = new Google.Rpc.Status { Code = 9, Message = "no", Details = { Google.Protobuf.WellKnownTypes.Any.Pack(detail) } };
        var script = new Script
        {
            Unary = (_, _) => throw new RpcException(
                new Status(StatusCode.FailedPrecondition, ""),
                new Metadata { { "grpc-status-details-bin", status.ToByteArray() }, { "reason", "worn" } }),
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        var answer = await PostAsync(server, Unary, HttpVersion.Version11, "{}");
        var value = Convert.ToBase64String(detail.ToByteArray()).TrimEnd('=');
        Assert.Equal(
            $$"""{"code":"failed_precondition","details":[{"type":"google.rpc.ErrorInfo","value":"{{value}}"}]}""", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal("worn", answer.Headers["trailer-reason"]);
        Assert.DoesNotContain("trailer-grpc-status-details-bin", answer.Headers.Keys);
    }

    [Fact]
    public async Task A_detail_of_a_type_that_the_service_knows_is_readable()
    {
        var detail = new SimpleResponse { Username = "ann" };
        var status = new Google.Rpc.Status { Details = { Google.Protobuf.WellKnownTypes.Any.Pack(detail) } };
        var script = new Script
        {
            Unary = (_, _) => throw new RpcException(
                new Status(StatusCode.Aborted, ""), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } }),
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        var answer = await PostAsync(server, Unary, HttpVersion.Version11, "{}");
        Assert.Equal("ann", (string?)JsonNode.Parse(answer.Body)!["details"]![0]!["debug"]!["username"]);
    }

    [Fact]
    public async Task Details_that_are_no_status_are_left_out()
    {
        var script = new Script
        {
            Unary = (_, _) => throw new RpcException(
                new Status(StatusCode.Aborted, "odd"), new Metadata { { "grpc-status-details-bin", [0xff, 1, 2] } }),
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        Assert.Equal("""{"code":"aborted","message":"odd"}""", Encoding.UTF8.GetString((await PostAsync(server, Unary, HttpVersion.Version11, "{}")).Body));
    }

    [Fact]
    public async Task An_exception_is_unknown_and_its_text_stays_inside()
    {
        await using var server = await BrowserServer.StartScriptAsync(new Script { Unary = (_, _) => throw new InvalidOperationException("secret") });
        server.Errors.Expect("threw");
        var answer = await PostAsync(server, Unary, HttpVersion.Version11, "{}");
        Assert.Equal("""{"code":"unknown","message":"Exception was thrown by handler."}""", Encoding.UTF8.GetString(answer.Body));
    }

    [Theory, OverBothVersions]
    public async Task A_deadline_ends_a_call(Version version)
    {
        var deadline = DateTime.MaxValue;
        var script = new Script
        {
            Unary = async (_, context) =>
            {
                deadline = context.Deadline;
                await Task.Delay(-1, context.CancellationToken);
                return new SimpleResponse();
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        var answer = await server.PostAsync(Unary, version, Json, "{}"u8.ToArray(), Cancel, ("connect-timeout-ms", "50"));
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.Http);
        Assert.Equal("deadline_exceeded", Code(answer));
        Assert.NotEqual(DateTime.MaxValue, deadline);
    }

    [Theory]
    [InlineData("9999999999", true)] // ten digits
    [InlineData("10000000000", false)] // eleven
    [InlineData("", false)]
    [InlineData("5s", false)]
    [InlineData("-5", false)]
    public async Task A_timeout_is_a_number_of_at_most_ten_digits(string timeout, bool isLegal)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, HttpVersion.Version11, Json, "{}"u8.ToArray(), Cancel, ("connect-timeout-ms", timeout));
        Assert.Equal(isLegal ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Http);
        if (!isLegal)
        {
            Assert.Equal("invalid_argument", Code(answer));
            Assert.Contains("Connect-Timeout-Ms", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1", HttpStatusCode.OK)]
    [InlineData("2", HttpStatusCode.BadRequest)]
    public async Task Another_version_of_the_protocol_is_refused(string version, HttpStatusCode expected)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, HttpVersion.Version11, Json, "{}"u8.ToArray(), Cancel, ("connect-protocol-version", version));
        Assert.Equal(expected, answer.Http);
    }

    [Theory]
    [InlineData("grpc-timeout", "soon")]
    [InlineData("grpc-encoding", "snappy")]
    public async Task The_headers_of_gRPC_mean_nothing_here(string header, string value)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Empty, HttpVersion.Version11, Json, "{}"u8.ToArray(), Cancel, (header, value))).Http);
    }

    [Theory, OverBothVersions(Output, "/grpc.testing.TestService/FullDuplexCall", "/grpc.testing.TestService/StreamingInputCall")]
    public async Task A_streaming_method_is_refused_and_its_shape_named(Version version, string path)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        foreach (var contentType in new[] { Json, Proto, "application/connect+json", "application/connect+proto" })
        {
            var answer = await server.PostAsync(path, version, contentType, "{}"u8.ToArray(), Cancel);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
            Assert.Equal("unimplemented", Code(answer));
            Assert.Contains("Streaming", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("application/connect+json")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/xml")]
    public async Task Another_content_type_is_415(string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.PostAsync(Empty, HttpVersion.Version20, contentType, "{}"u8.ToArray(), Cancel)).Http);
    }

    [Theory, OverBothVersions("/grpc.testing.TestService/Nothing", "/no.Such/Thing")]
    public async Task What_is_not_there_is_unimplemented_and_named(Version version, string path)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(path, version, Json, "{}"u8.ToArray(), Cancel, ("connect-protocol-version", "1"));
        Assert.Equal(HttpStatusCode.NotImplemented, answer.Http);
        Assert.Equal("unimplemented", Code(answer));
        Assert.Contains(path.Split('/')[1], Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_for_a_path_that_is_no_service_is_left_to_the_application()
    {
        await using var server = await BrowserServer.StartInteropAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(server, "/api/orders", HttpVersion.Version11, "{}")).Http);
    }

    [Fact]
    public async Task Interceptors_and_their_refusals_apply()
    {
        await using var server = await BrowserServer.StartAsync<InteropService>(o => o.Interceptors.Add<Doorman>());
        var answer = await PostAsync(server, Empty, HttpVersion.Version11, "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Http);
        Assert.Equal("""{"code":"unauthenticated","message":"Who is there?"}""", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Empty, HttpVersion.Version11, Json, "{}"u8.ToArray(), Cancel, ("authorization", "me"))).Http);
    }

    [Fact]
    public async Task A_service_can_be_taken_off()
    {
        await using var server = await BrowserServer.StartAsync<InteropService>(mapped: service => service.DisableConnect());
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(server, Empty, HttpVersion.Version11, "{}")).Http);
    }

    [Theory, OverBothVersions]
    public async Task A_caller_that_leaves_cancels_the_handler(Version version)
    {
        var entered = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var script = new Script
        {
            Unary = async (_, context) =>
            {
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                entered.SetResult();
                await cancelled.Task;
                return new SimpleResponse();
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var call = server.PostAsync(Unary, version, Json, "{}"u8.ToArray(), leave.Token);
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    internal static string Code(RawAnswer answer) => (string)JsonNode.Parse(answer.Body)!["code"]!;

    internal static Task<RawAnswer> PostAsync(BrowserServer server, string path, Version version, string json) =>
        server.PostAsync(path, version, Json, Encoding.UTF8.GetBytes(json), Cancel);

    private sealed class Doorman : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            context.RequestHeaders.Get("authorization") is null
                ? throw new RpcException(new Status(StatusCode.Unauthenticated, "Who is there?"))
                : continuation(request, context);
    }
}
