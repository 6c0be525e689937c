using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;

namespace GrpcExp.Conformance.Web;

/// <summary>gRPC-Web on the wire, held against PROTOCOL-WEB.md byte by byte.</summary>
public sealed class GrpcWebTests
{
    internal const string Empty = "/grpc.testing.TestService/EmptyCall";
    internal const string Unary = "/grpc.testing.TestService/UnaryCall";
    internal const string Output = "/grpc.testing.TestService/StreamingOutputCall";
    private const string Input = "/grpc.testing.TestService/StreamingInputCall";
    private const string Duplex = "/grpc.testing.TestService/FullDuplexCall";
    private const string Binary = "application/grpc-web";
    private const string Text = "application/grpc-web-text";
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];
    private static readonly byte[] Ok = WebBytes.Trailers("grpc-status: 0\r\n");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverBothVersions("application/grpc-web", "application/grpc-web+proto")]
    public async Task The_binary_form_ends_in_a_frame_of_trailers(Version version, string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, version, contentType, NoBytes, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(contentType, answer.Headers["content-type"]);
        Assert.Equal([.. NoBytes, .. Ok], answer.Body);
        Assert.Empty(answer.Trailers);
    }

    [Theory, OverBothVersions("application/grpc-web-text", "application/grpc-web-text+proto")]
    public async Task The_text_form_is_the_binary_form_in_base64(Version version, string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, version, contentType, WebBytes.ToText(NoBytes), Cancel);
        Assert.Equal(contentType, answer.Headers["content-type"]);
        Assert.Equal([.. NoBytes, .. Ok], WebBytes.FromText(answer.Body));
    }

    [Theory]
    [InlineData(Binary, Text, true)]
    [InlineData(Text, Binary, false)]
    [InlineData(Text, "*/*", true)]
    [InlineData(Binary, "text/html, */*", false)]
    public async Task The_client_chooses_the_form_of_the_response(string contentType, string accept, bool isText)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var body = contentType == Text ? WebBytes.ToText(NoBytes) : NoBytes;
        var answer = await server.PostAsync(Empty, HttpVersion.Version11, contentType, body, Cancel, ("accept", accept));
        Assert.Equal(isText ? Text : Binary, answer.Headers["content-type"]);
        Assert.Equal([.. NoBytes, .. Ok], isText ? WebBytes.FromText(answer.Body) : answer.Body);
    }

    [Theory, OverBothVersions]
    public async Task Text_may_come_in_several_padded_pieces_and_lines(Version version)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var request = WebBytes.Frame(new SimpleRequest { ResponseSize = 3, Payload = new Payload { Body = ByteString.CopyFrom(new byte[10000]) } });
        byte[] text =
        [
            .. WebBytes.ToText(request[..1]), .. WebBytes.ToText(request[1..5]), (byte)'\r', (byte)'\n',
            .. WebBytes.ToText(request[5..7001]), (byte)'\n', .. WebBytes.ToText(request[7001..]), (byte)'\n',
        ];
        var answer = await server.PostAsync(Unary, version, Text, text, Cancel);
        var frames = WebBytes.Frames(WebBytes.FromText(answer.Body));
        Assert.Equal(3, SimpleResponse.Parser.ParseFrom(frames[0].Payload).Payload.Body.Length);
        Assert.Equal(0x80, frames[1].Flag);
    }

    [Theory]
    [InlineData("AAAAAA")] // ends within a group
    [InlineData("AA=AAAAA")] // padding in the middle of a group
    [InlineData("AAAA!AAA")] // no character of base64
    public async Task Text_that_is_not_base64_is_INTERNAL(string text)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, HttpVersion.Version11, Text, Encoding.ASCII.GetBytes(text), Cancel);
        Assert.Equal("13", answer.Headers["grpc-status"]);
        Assert.Contains("base64", answer.Headers["grpc-message"], StringComparison.Ordinal);
    }

    [Theory, OverBothVersions(Binary, Text)]
    public async Task A_failure_without_a_message_is_told_in_the_headers(Version version, string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var request = WebBytes.Frame(new SimpleRequest { ResponseStatus = new EchoStatus { Code = 5, Message = "100% ☺" } });
        var answer = await server.PostAsync(Unary, version, contentType, contentType == Text ? WebBytes.ToText(request) : request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(contentType, answer.Headers["content-type"]);
        Assert.Equal("5", answer.Headers["grpc-status"]);
        Assert.Equal("100%25 %E2%98%BA", answer.Headers["grpc-message"]);
        Assert.Empty(answer.Body);
    }

    [Theory, OverBothVersions]
    public async Task A_failure_after_a_message_is_told_in_the_trailers_with_those_of_the_handler(Version version)
    {
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                context.ResponseTrailers.Add("Reason", "worn");
                context.ResponseTrailers.Add("proof-bin", [1, 2]);
                await responses.WriteAsync(new StreamingOutputCallResponse());
                throw new RpcException(new Status(StatusCode.DataLoss, "torn"));
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        var answer = await server.PostAsync(Output, version, Binary, NoBytes, Cancel);
        Assert.Equal(
            [.. NoBytes, .. WebBytes.Trailers("reason: worn\r\nproof-bin: AQI\r\ngrpc-status: 15\r\ngrpc-message: torn\r\n")], answer.Body);
    }

    [Theory, OverBothVersions(Binary, Text)]
    public async Task Each_message_of_a_stream_can_be_read_before_the_next_is_written(Version version, string contentType)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var goOn = new SemaphoreSlim(0);
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                for (var size = 1; size <= 3; size++)
                {
                    await responses.WriteAsync(new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size]) } });
                    await goOn.WaitAsync(context.CancellationToken);
                }
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        var isText = contentType == Text;
        using var content = new ByteArrayContent(isText ? WebBytes.ToText(NoBytes) : NoBytes);
        content.Headers.TryAddWithoutValidation("content-type", contentType);
        using var response = await server.SendAsync(HttpMethod.Post, Output, version, content, patience.Token);
        var stream = await response.Content.ReadAsStreamAsync(Cancel);
        for (var size = 1; size <= 3; size++)
        {
            var frame = WebBytes.Frame(new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size]) } });
            var expected = isText ? WebBytes.ToText(frame) : frame;
            var received = new byte[expected.Length];
            await stream.ReadExactlyAsync(received, patience.Token);
            Assert.Equal(expected, received);
            goOn.Release();
        }

        using var rest = new MemoryStream();
        await stream.CopyToAsync(rest, patience.Token);
        Assert.Equal(isText ? WebBytes.ToText(Ok) : Ok, rest.ToArray());
    }

    [Theory, OverBothVersions]
    public async Task A_stream_of_requests_is_taken_where_the_transport_carries_one(Version version)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var part = WebBytes.Frame(new StreamingInputCallRequest { Payload = new Payload { Body = ByteString.CopyFrom(new byte[7]) } });
        var answer = await server.PostAsync(Input, version, Binary, [.. part, .. part], Cancel);
        var frames = WebBytes.Frames(answer.Body);
        Assert.Equal(14, StreamingInputCallResponse.Parser.ParseFrom(frames[0].Payload).AggregatedPayloadSize);
        Assert.Equal("grpc-status: 0\r\n", Encoding.ASCII.GetString(frames[1].Payload));
    }

    // Over HTTP/1.1 neither browsers nor HttpClient read a response before the request has been sent.
    [Theory]
    [InlineData(Binary)]
    [InlineData(Text)]
    public async Task Both_sides_may_stream_in_turn(string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var isText = contentType == Text;
        using var content = new LiveContent(contentType);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var responding = server.SendAsync(HttpMethod.Post, Duplex, HttpVersion.Version20, content, patience.Token);
        HttpResponseMessage? response = null;
        foreach (var size in new[] { 5, 0, 1000 })
        {
            var request = WebBytes.Frame(new StreamingOutputCallRequest { ResponseParameters = { new ResponseParameters { Size = size } } });
            content.Write(isText ? WebBytes.ToText(request) : request);
            response ??= await responding;
            var expected = WebBytes.Frame(new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[size]) } });
            var received = new byte[isText ? WebBytes.ToText(expected).Length : expected.Length];
            await (await response.Content.ReadAsStreamAsync(Cancel)).ReadExactlyAsync(received, patience.Token);
            Assert.Equal(expected, isText ? WebBytes.FromText(received) : received);
        }

        content.Complete();
        using var rest = new MemoryStream();
        await (await response!.Content.ReadAsStreamAsync(Cancel)).CopyToAsync(rest, patience.Token);
        Assert.Equal(Ok, isText ? WebBytes.FromText(rest.ToArray()) : rest.ToArray());
        response.Dispose();
    }

    [Theory, OverBothVersions]
    public async Task Messages_may_be_compressed_both_ways(Version version)
    {
        var script = new Script
        {
            Unary = (asked, _) => Task.FromResult(
                new SimpleResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[asked.ResponseSize]) } }),
        };
        await using var server = await BrowserServer.StartScriptAsync(script, o => o.ResponseCompressionAlgorithm = "gzip");
        var message = new SimpleRequest { ResponseSize = 5000 };
        var request = WebBytes.Frame(1, Gzip.Pack(message.ToByteArray()));
        var answer = await server.PostAsync(
            Unary, version, Binary, request, Cancel, ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "gzip"));
        Assert.Equal("gzip", answer.Headers["grpc-encoding"]);
        var frames = WebBytes.Frames(answer.Body);
        Assert.Equal(1, frames[0].Flag);
        Assert.Equal(5000, SimpleResponse.Parser.ParseFrom(Gzip.Unpack(frames[0].Payload)).Payload.Body.Length);
        Assert.Equal(0x80, frames[1].Flag);
    }

    [Theory, OverBothVersions]
    public async Task A_deadline_ends_a_call(Version version)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var request = new StreamingOutputCallRequest { ResponseParameters = { new ResponseParameters { Size = 1, IntervalUs = 600_000_000 } } };
        var answer = await server.PostAsync(Output, version, Binary, WebBytes.Frame(request), Cancel, ("grpc-timeout", "50m"));
        Assert.Equal("4", answer.Headers["grpc-status"]);
    }

    [Theory, OverBothVersions]
    public async Task A_caller_that_leaves_cancels_the_handler(Version version)
    {
        var cancelled = new TaskCompletionSource();
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                await responses.WriteAsync(new StreamingOutputCallResponse());
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                await cancelled.Task;
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        using var content = new ByteArrayContent(NoBytes);
        content.Headers.TryAddWithoutValidation("content-type", Binary);
        using (var response = await server.SendAsync(HttpMethod.Post, Output, version, content, Cancel))
        {
            var stream = await response.Content.ReadAsStreamAsync(Cancel);
            await stream.ReadExactlyAsync(new byte[5], Cancel);
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Theory, OverBothVersions]
    public async Task A_handler_sees_the_call_as_it_came(Version version)
    {
        (string? Protocol, string? Type, string? Header) seen = default;
        var script = new Script
        {
            Unary = (_, context) =>
            {
                var request = context.GetHttpContext().Request;
                seen = (request.Protocol, request.ContentType, context.RequestHeaders.GetValue("x-grpc-web"));
                return Task.FromResult(new SimpleResponse());
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        await server.PostAsync(Unary, version, Binary, NoBytes, Cancel, ("x-grpc-web", "1"));
        Assert.Equal((version.Major == 1 ? "HTTP/1.1" : "HTTP/2", Binary, "1"), seen);
    }

    [Theory, OverBothVersions("/grpc.testing.TestService/Nothing", "/no.Such/Thing")]
    public async Task What_is_not_there_is_UNIMPLEMENTED_and_named(Version version, string path)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(path, version, Binary, NoBytes, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(Binary, answer.Headers["content-type"]);
        Assert.Equal("12", answer.Headers["grpc-status"]);
        Assert.Contains(path.Split('/')[1], answer.Headers["grpc-message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/grpc-web+json")]
    [InlineData("application/grpc-webbing")]
    public async Task Messages_that_are_not_protobuf_are_415(string contentType)
    {
        await using var server = await BrowserServer.StartInteropAsync();
        var answer = await server.PostAsync(Empty, HttpVersion.Version11, contentType, NoBytes, Cancel);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
    }

    [Fact]
    public async Task A_trailer_cannot_forge_another()
    {
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                await responses.WriteAsync(new StreamingOutputCallResponse());
                Microsoft.AspNetCore.Http.ResponseTrailerExtensions.AppendTrailer(
                    context.GetHttpContext().Response, "reason", "worn\r\ngrpc-status: 0");
            },
        };
        await using var server = await BrowserServer.StartScriptAsync(script);
        server.Errors.Expect("An unhandled exception was thrown by the application.");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => server.PostAsync(Output, HttpVersion.Version11, Binary, NoBytes, Cancel));
    }
}
