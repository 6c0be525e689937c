using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>The compression cases of the interoperability tests; what is on the wire is in <see cref="ServerProtocolTests"/>.</summary>
public sealed class CompressionTests
{
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverEveryTransport]
    public async Task Client_compressed_unary(Transport transport)
    {
        await using var server = await InteropServer.StartAsync();
        using var channel = server.Connect(transport);
        var client = new TestService.TestServiceClient(channel);
        var request = new SimpleRequest { ExpectCompressed = new BoolValue { Value = true }, ResponseSize = 314159, Payload = Zeros(271828) };
        Assert.Equal(314159, (await client.UnaryCallAsync(request, Gzip, cancellationToken: Cancel)).Payload.Body.Length);
        // The same request sent plain must be noticed, or the case above would prove nothing.
        var e = await Assert.ThrowsAsync<RpcException>(() => client.UnaryCallAsync(request, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    [Theory, OverEveryTransport]
    public async Task Client_compressed_streaming(Transport transport)
    {
        await using var server = await InteropServer.StartAsync();
        using var channel = server.Connect(transport);
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(Gzip, cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(
            new StreamingInputCallRequest { ExpectCompressed = new BoolValue { Value = true }, Payload = Zeros(27182) }, Cancel);
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(45904) }, Cancel);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call).AggregatedPayloadSize);
    }

    [Theory, OverEveryTransport]
    public async Task Server_compressed_unary_and_streaming(Transport transport)
    {
        await using var server = await InteropServer.StartAsync();
        using var channel = server.Connect(transport);
        var client = new TestService.TestServiceClient(channel);
        var compressed = new BoolValue { Value = true };
        var unary = await client.UnaryCallAsync(
            new SimpleRequest { ResponseCompressed = compressed, ResponseSize = 314159 }, cancellationToken: Cancel);
        Assert.Equal(314159, unary.Payload.Body.Length);

        using var call = client.StreamingOutputCall(
            new StreamingOutputCallRequest
            {
                ResponseParameters =
                {
                    new ResponseParameters { Size = 31415, Compressed = compressed },
                    new ResponseParameters { Size = 92653, Compressed = new BoolValue { Value = false } },
                },
            },
            cancellationToken: Cancel);
        Assert.Equal([31415, 92653], await call.ResponseStream.ReadAllAsync(Cancel).Select(r => r.Payload.Body.Length).ToListAsync(Cancel));
    }

    [Fact]
    public async Task An_encoding_that_the_client_does_not_know_is_refused_with_the_known_ones()
    {
        await using var server = await InteropServer.StartAsync();
        using var channel = server.Connect(Transport.Tcp);
        var headers = new Metadata { { "grpc-internal-encoding-request", "snappy" } };
        var e = await Assert.ThrowsAsync<RpcException>(
            () => new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), headers, cancellationToken: Cancel).ResponseAsync);
        Assert.Contains("gzip", e.Status.Detail, StringComparison.Ordinal);
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
