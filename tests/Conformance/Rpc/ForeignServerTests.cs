using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using GrpcExp.Rpc;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Our client of a grpc-js server.</summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class ForeignServerTests(ForeignPeers peers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, OverEveryTransport]
    public async Task A_JavaScript_server_answers_every_kind_of_call(Transport transport)
    {
        var folder = Directory.CreateTempSubdirectory("grpcexp-").FullName;
        var socket = Path.Combine(folder, "s");
        using var server = peers.Serve("server.js", transport == Transport.Tcp ? "127.0.0.1:0" : "unix:" + socket, ForeignPeers.Protos);
        try
        {
            var line = await server.StandardOutput.ReadLineAsync(Cancel);
            Assert.True(line is not null, "The JavaScript server did not start: " + (line is null ? await server.StandardError.ReadToEndAsync(Cancel) : ""));
            using var channel = transport == Transport.Tcp
                ? GrpcChannel.ForAddress("http://127.0.0.1:" + int.Parse(line!, CultureInfo.InvariantCulture))
                : GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = UnixSocketHandler.Create(socket), DisposeHttpClient = true });
            var client = new TestService.TestServiceClient(channel);
            await Unary(client);
            await Errors(client);
            await Streams(client);
        }
        finally
        {
            server.StandardInput.Close();
            await server.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Unary(TestService.TestServiceClient client)
    {
        Assert.Equal(new Empty(), await client.EmptyCallAsync(new Empty(), deadline: Soon(), cancellationToken: Cancel));
        var headers = new Metadata
        {
            { "x-grpc-test-echo-initial", "hello" },
            { "x-grpc-test-echo-trailing-bin", [0xab, 0xab, 0xab] },
            { "grpc-internal-encoding-request", "gzip" },
        };
        using var call = client.UnaryCallAsync(
            new SimpleRequest { ResponseSize = 314159, Payload = Zeros(271828) }, headers, Soon(), Cancel);
        Assert.Equal(314159, (await call).Payload.Body.Length);
        Assert.Equal("hello", (await call.ResponseHeadersAsync).GetValue("x-grpc-test-echo-initial"));
        Assert.Equal([0xab, 0xab, 0xab], call.GetTrailers().GetValueBytes("x-grpc-test-echo-trailing-bin")!);
    }

    private static async Task Errors(TestService.TestServiceClient client)
    {
        var request = new SimpleRequest { ResponseStatus = new EchoStatus { Code = 9, Message = "nicht jetzt ☺ 100%" } };
        var e = await Assert.ThrowsAsync<RpcException>(() => client.UnaryCallAsync(request, deadline: Soon(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.FailedPrecondition, e.StatusCode);
        Assert.Equal("nicht jetzt ☺ 100%", e.Status.Detail);
        e = await Assert.ThrowsAsync<RpcException>(
            () => client.UnimplementedCallAsync(new Empty(), deadline: Soon(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.Unimplemented, e.StatusCode);

        var streaming = Ask(7);
        streaming.ResponseStatus = new EchoStatus { Code = 10, Message = "midway" };
        using var call = client.StreamingOutputCall(streaming, deadline: Soon(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(7, call.ResponseStream.Current.Payload.Body.Length);
        e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(StatusCode.Aborted, e.StatusCode);
    }

    private static async Task Streams(TestService.TestServiceClient client)
    {
        using var output = client.StreamingOutputCall(Ask(31415, 9, 2653), deadline: Soon(), cancellationToken: Cancel);
        Assert.Equal([31415, 9, 2653], await output.ResponseStream.ReadAllAsync(Cancel).Select(r => r.Payload.Body.Length).ToListAsync(Cancel));

        using var input = client.StreamingInputCall(deadline: Soon(), cancellationToken: Cancel);
        foreach (var size in (int[])[27182, 8, 1828, 45904])
        {
            await input.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) }, Cancel);
        }

        await input.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await input).AggregatedPayloadSize);

        using var duplex = client.FullDuplexCall(deadline: Soon(), cancellationToken: Cancel);
        foreach (var size in (int[])[3, 5])
        {
            await duplex.RequestStream.WriteAsync(Ask(size), Cancel);
            Assert.True(await duplex.ResponseStream.MoveNext(Cancel));
            Assert.Equal(size, duplex.ResponseStream.Current.Payload.Body.Length);
        }

        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext(Cancel));
    }

    private static DateTime Soon() => DateTime.UtcNow.AddMinutes(1);

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };

    private static StreamingOutputCallRequest Ask(params int[] sizes) =>
        new() { ResponseParameters = { sizes.Select(s => new ResponseParameters { Size = s }) } };
}
