using System.Net;
using Google.Protobuf;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What our server puts on the wire, and what it does with a peer that breaks the rules.</summary>
public sealed class ServerProtocolTests : IAsyncLifetime
{
    private const string Unary = "/grpc.testing.TestService/UnaryCall";
    private const string Empty = "/grpc.testing.TestService/EmptyCall";
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];

    private InteropServer _server = null!;
    private RawPeer _peer = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await InteropServer.StartAsync(o => o.ResponseCompressionAlgorithm = "gzip");
        _peer = new RawPeer(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_response_has_a_frame_and_its_status_in_the_trailers()
    {
        var answer = await _peer.PostAsync(Empty, NoBytes, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.Http);
        Assert.Equal(NoBytes, answer.Body);
        Assert.Equal("0", answer.Trailers["grpc-status"]);
        Assert.False(answer.Headers.ContainsKey("grpc-status"));
    }

    [Fact]
    public async Task A_peer_that_speaks_of_compression_is_told_what_the_server_accepts()
    {
        var answer = await _peer.PostAsync(Empty, NoBytes, Cancel, headers: ("grpc-accept-encoding", "identity"));
        Assert.Equal("identity,gzip", answer.Headers["grpc-accept-encoding"]);
        Assert.False((await _peer.PostAsync(Empty, NoBytes, Cancel)).Headers.ContainsKey("grpc-accept-encoding"));
    }

    [Fact]
    public async Task A_failure_without_a_message_is_a_response_of_headers_alone()
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 5, Message = "100% ☺" } };
        var answer = await _peer.PostAsync(Unary, Frame(request), Cancel);
        Assert.Equal("5", answer.Headers["grpc-status"]);
        Assert.Equal("100%25 %E2%98%BA", answer.Headers["grpc-message"]);
        Assert.Empty(answer.Body);
        Assert.Empty(answer.Trailers);
    }

    [Fact]
    public async Task A_response_is_compressed_for_a_peer_that_accepts_it_and_only_then()
    {
        var request = Frame(new SimpleRequest { ResponseSize = 1000 });
        var packed = await _peer.PostAsync(Unary, request, Cancel, headers: ("grpc-accept-encoding", "identity, gzip"));
        Assert.Equal("gzip", packed.Headers["grpc-encoding"]);
        Assert.Equal(1, packed.Body[0]);
        Assert.True(packed.Body.Length < 200);

        var plain = await _peer.PostAsync(Unary, request, Cancel, headers: ("grpc-accept-encoding", "identity"));
        Assert.False(plain.Headers.ContainsKey("grpc-encoding"));
        Assert.Equal(0, plain.Body[0]);
        Assert.True(plain.Body.Length > 1000);
    }

    [Fact]
    public async Task A_message_marked_NoCompress_is_sent_plain_within_a_compressed_call()
    {
        var request = new SimpleRequest { ResponseSize = 1000, ResponseCompressed = new BoolValue { Value = false } };
        var answer = await _peer.PostAsync(Unary, Frame(request), Cancel, headers: ("grpc-accept-encoding", "gzip"));
        Assert.Equal("gzip", answer.Headers["grpc-encoding"]);
        Assert.Equal(0, answer.Body[0]);
    }

    [Fact]
    public async Task An_unknown_encoding_is_UNIMPLEMENTED_and_the_known_ones_are_named()
    {
        var answer = await _peer.PostAsync(Empty, [1, 0, 0, 0, 1, 9], Cancel, headers: ("grpc-encoding", "snappy"));
        Assert.Equal("12", answer.Headers["grpc-status"]);
        Assert.Equal("identity,gzip", answer.Headers["grpc-accept-encoding"]);
    }

    [Theory]
    [InlineData(new byte[0])] // no message
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })] // two messages
    [InlineData(new byte[] { 0, 0, 0 })] // a part of a header
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })] // a part of a message
    [InlineData(new byte[] { 1, 0, 0, 0, 0 })] // compressed by nothing
    [InlineData(new byte[] { 7, 0, 0, 0, 0 })] // an unknown flag
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xff })] // no protobuf
    public async Task A_malformed_request_is_INTERNAL(byte[] body)
    {
        var answer = await _peer.PostAsync(Unary, body, Cancel);
        Assert.Equal("13", answer.Headers["grpc-status"]);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("soon")]
    [InlineData("123456789S")]
    public async Task A_malformed_timeout_is_INTERNAL(string timeout)
    {
        var answer = await _peer.PostAsync(Empty, NoBytes, Cancel, headers: ("grpc-timeout", timeout));
        Assert.Equal("13", answer.Headers["grpc-status"]);
        Assert.Contains(timeout, answer.Headers["grpc-message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_passed_on_the_server_is_DEADLINE_EXCEEDED()
    {
        var request = new StreamingOutputCallRequest { ResponseParameters = { new ResponseParameters { Size = 1, IntervalUs = 600_000_000 } } };
        var answer = await _peer.PostAsync(
            "/grpc.testing.TestService/StreamingOutputCall", Frame(request), Cancel, headers: ("grpc-timeout", "50m"));
        Assert.Equal("4", answer.Headers["grpc-status"]);
    }

    [Fact]
    public async Task Another_content_type_is_415()
    {
        var answer = await _peer.PostAsync(Empty, NoBytes, Cancel, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http);
    }

    [Theory]
    [InlineData("/grpc.testing.TestService/Nothing", "Method '/grpc.testing.TestService/Nothing' is unimplemented.")]
    [InlineData("/no.Such/Thing", "Service 'no.Such' is unimplemented.")]
    public async Task What_is_not_there_is_named(string path, string message)
    {
        var answer = await _peer.PostAsync(path, NoBytes, Cancel);
        Assert.Equal("12", answer.Headers["grpc-status"]);
        Assert.Equal(message, answer.Headers["grpc-message"]);
    }

    private static byte[] Frame(IMessage message)
    {
        var payload = message.ToByteArray();
        return [0, 0, 0, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
    }
}
