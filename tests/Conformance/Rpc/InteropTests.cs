using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>The cases of gRPC's own interoperability test descriptions, with our client against our server.</summary>
public sealed class InteropTests : IAsyncLifetime
{
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];
    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];

    private InteropServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await InteropServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory, OverEveryTransport]
    public async Task Empty_unary(Transport transport)
    {
        using var channel = _server.Connect(transport);
        Assert.Equal(new Empty(), await Client(channel).EmptyCallAsync(new Empty(), cancellationToken: Cancel));
    }

    [Theory, OverEveryTransport]
    public async Task Large_unary(Transport transport)
    {
        using var channel = _server.Connect(transport);
        var response = await Client(channel).UnaryCallAsync(
            new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) }, cancellationToken: Cancel);
        Assert.Equal(Zeros(314159), response.Payload);
    }

    [Theory, OverEveryTransport]
    public async Task Client_streaming(Transport transport)
    {
        using var channel = _server.Connect(transport);
        using var call = Client(channel).StreamingInputCall(cancellationToken: Cancel);
        foreach (var size in RequestSizes)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) }, Cancel);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).AggregatedPayloadSize);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Theory, OverEveryTransport]
    public async Task Server_streaming(Transport transport)
    {
        using var channel = _server.Connect(transport);
        using var call = Client(channel).StreamingOutputCall(Ask(ResponseSizes), cancellationToken: Cancel);
        var sizes = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync(Cancel))
        {
            sizes.Add(response.Payload.Body.Length);
        }

        Assert.Equal(ResponseSizes, sizes);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Theory, OverEveryTransport]
    public async Task Ping_pong(Transport transport)
    {
        using var channel = _server.Connect(transport);
        await PingPong(channel);
    }

    [Fact]
    public async Task Ping_pong_over_an_HttpClient_that_was_given()
    {
        using var http = new HttpClient();
        using var channel = GrpcChannel.ForAddress(_server.Address, new GrpcChannelOptions { HttpClient = http });
        await PingPong(channel);
    }

    [Theory, OverEveryTransport]
    public async Task Empty_stream(Transport transport)
    {
        using var channel = _server.Connect(transport);
        using var call = Client(channel).FullDuplexCall(cancellationToken: Cancel);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Theory, OverEveryTransport]
    public async Task Custom_metadata(Transport transport)
    {
        byte[] bytes = [0xab, 0xab, 0xab];
        var headers = new Metadata { { "x-grpc-test-echo-initial", "test_initial_metadata_value" }, { "x-grpc-test-echo-trailing-bin", bytes } };
        using var channel = _server.Connect(transport);

        using var unary = Client(channel).UnaryCallAsync(
            new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) }, headers, cancellationToken: Cancel);
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        await unary;
        Assert.Equal(bytes, unary.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));

        using var duplex = Client(channel).FullDuplexCall(headers, cancellationToken: Cancel);
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext(Cancel));
        Assert.Equal(bytes, duplex.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin"));
    }

    [Theory, OverEveryTransport]
    public async Task Status_code_and_message(Transport transport)
    {
        using var channel = _server.Connect(transport);
        await ExpectEchoed(channel, "test status message");
    }

    [Theory, OverEveryTransport]
    public async Task Special_status_message(Transport transport)
    {
        using var channel = _server.Connect(transport);
        await ExpectEchoed(channel, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n");
    }

    [Theory, OverEveryTransport]
    public async Task Unimplemented_method(Transport transport)
    {
        using var channel = _server.Connect(transport);
        await Expect(StatusCode.Unimplemented, Client(channel).UnimplementedCallAsync(new Empty(), cancellationToken: Cancel).ResponseAsync);
    }

    [Theory, OverEveryTransport]
    public async Task Unimplemented_service(Transport transport)
    {
        using var channel = _server.Connect(transport);
        var client = new UnimplementedService.UnimplementedServiceClient(channel);
        await Expect(StatusCode.Unimplemented, client.UnimplementedCallAsync(new Empty(), cancellationToken: Cancel).ResponseAsync);
    }

    [Theory, OverEveryTransport]
    public async Task Cancel_after_begin(Transport transport)
    {
        using var channel = _server.Connect(transport);
        using var source = new CancellationTokenSource();
        using var call = Client(channel).StreamingInputCall(cancellationToken: source.Token);
        await source.CancelAsync();
        await Expect(StatusCode.Cancelled, call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Theory, OverEveryTransport]
    public async Task Cancel_after_first_response(Transport transport)
    {
        using var channel = _server.Connect(transport);
        using var source = new CancellationTokenSource();
        using var call = Client(channel).FullDuplexCall(cancellationToken: source.Token);
        await call.RequestStream.WriteAsync(Ask(31415), Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        await source.CancelAsync();
        await Expect(StatusCode.Cancelled, call.ResponseStream.MoveNext(Cancel));
    }

    [Theory, OverEveryTransport]
    public async Task Timeout_on_sleeping_server(Transport transport)
    {
        using var channel = _server.Connect(transport);
        using var call = Client(channel).FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1), cancellationToken: Cancel);
        await Expect(StatusCode.DeadlineExceeded, call.ResponseStream.MoveNext(Cancel));
    }

    private static TestService.TestServiceClient Client(GrpcChannel channel) => new(channel);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private static StreamingOutputCallRequest Ask(params int[] sizes) =>
        new() { ResponseParameters = { sizes.Select(s => new ResponseParameters { Size = s }) } };

    private static async Task<RpcException> Expect(StatusCode code, Task task)
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => task);
        Assert.Equal(code, e.StatusCode);
        return e;
    }

    private static async Task ExpectEchoed(GrpcChannel channel, string message)
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = message };
        var unary = await Expect(
            StatusCode.Unknown, Client(channel).UnaryCallAsync(new SimpleRequest { ResponseStatus = status }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(message, unary.Status.Detail);

        using var duplex = Client(channel).FullDuplexCall(cancellationToken: Cancel);
        await duplex.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status }, Cancel);
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal(message, (await Expect(StatusCode.Unknown, duplex.ResponseStream.MoveNext(Cancel))).Status.Detail);
    }

    private static async Task PingPong(GrpcChannel channel)
    {
        using var call = Client(channel).FullDuplexCall(cancellationToken: Cancel);
        for (var i = 0; i < ResponseSizes.Length; i++)
        {
            var request = Ask(ResponseSizes[i]);
            request.Payload = Zeros(RequestSizes[i]);
            await call.RequestStream.WriteAsync(request, Cancel);
            Assert.True(await call.ResponseStream.MoveNext(Cancel));
            Assert.Equal(ResponseSizes[i], call.ResponseStream.Current.Payload.Body.Length);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
    }
}
