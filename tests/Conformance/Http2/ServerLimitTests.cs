using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace GrpcExp.Conformance.Http2;

/// <summary>What our server lets one connection have, at the limit and one past it, and what a refused peer sees.</summary>
public sealed class ServerLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_up_to_the_advertised_limit_run_and_one_more_is_refused()
    {
        await using var server = await LimitedServer.StartAsync(kestrel: l => l.Http2.MaxStreamsPerConnection = 5);
        var (connection, settings) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        Assert.Equal(5, ValueOf(settings, Setting.MaxConcurrentStreams));
        for (var stream = 1; stream <= 11; stream += 2)
        {
            await connection.WriteAsync(RawHttp2Client.Call(stream, RawHttp2Client.StreamingInputCall));
        }

        var refused = await connection.ReadUntilAsync(f => f.Type == FrameType.RstStream, Cancel).WaitAsync(Patience, Cancel);
        Assert.Equal((11, Http2Error.RefusedStream), (refused.StreamId, refused.Error));
        for (var stream = 1; stream < 11; stream += 2)
        {
            await connection.WriteAsync(Frames.Data(stream, true, []));
            Assert.Equal("0", (await connection.EndOfAsync(stream).WaitAsync(Patience, Cancel)).Headers["grpc-status"]);
        }

        await connection.CallEmptyAsync(13);
    }

    [Fact]
    public async Task Metadata_up_to_the_advertised_size_passes_and_one_byte_more_is_answered_431()
    {
        const int size = 4096;
        await using var server = await LimitedServer.StartAsync(kestrel: l => l.MaxRequestHeadersTotalSize = size);
        var (connection, settings) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        Assert.Equal(size, ValueOf(settings, Setting.MaxHeaderListSize));

        // Kestrel counts names and values, not the 32 bytes a header that RFC 9113 adds: it takes a little more than it says.
        var bare = SizeOf(RawHttp2Client.Call(1, RawHttp2Client.EmptyCall, false, ("m", "")));
        Assert.Equal("0", (await CallWithAsync(connection, 1, ("m", new string('v', size - bare)))).GetValueOrDefault("grpc-status"));
        Assert.Equal("431", (await CallWithAsync(connection, 3, ("m", new string('v', size - bare + 1))))[":status"]);
        await connection.CallEmptyAsync(5);
    }

    [Fact]
    public async Task A_hundred_headers_pass_and_one_more_is_answered_431()
    {
        await using var server = await LimitedServer.StartAsync();
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        // Four pseudo-headers, content-type and te are the first six of them.
        (string, string)[] metadata = [.. Enumerable.Range(0, 94).Select(i => ($"m{i}", "v"))];
        Assert.Equal("0", (await CallWithAsync(connection, 1, metadata)).GetValueOrDefault("grpc-status"));
        Assert.Equal("431", (await CallWithAsync(connection, 3, [.. metadata, ("one", "more")]))[":status"]);
        await connection.CallEmptyAsync(5);
    }

    [Fact]
    public async Task A_message_nested_a_hundred_deep_is_read_and_one_deeper_is_INTERNAL()
    {
        await using var server = await LimitedServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var invoker = channel.CreateCallInvoker();
        // Google.Protobuf reads 100 messages inside the outermost one: a list in a value is two.
        await invoker.AsyncUnaryCall(NestingService.TakeMethod, null, new CallOptions(cancellationToken: Cancel), Nested(50, null)).ResponseAsync;
        var deeper = Nested(50, new Value { StructValue = new Struct() });
        var e = await Assert.ThrowsAsync<RpcException>(
            () => invoker.AsyncUnaryCall(NestingService.TakeMethod, null, new CallOptions(cancellationToken: Cancel), deeper).ResponseAsync);
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        await invoker.AsyncUnaryCall(NestingService.TakeMethod, null, new CallOptions(cancellationToken: Cancel), new Value()).ResponseAsync;
    }

    [Fact]
    public async Task A_connection_that_never_finishes_its_headers_is_closed()
    {
        await using var server = await LimitedServer.StartAsync(kestrel: l => l.RequestHeadersTimeout = TimeSpan.FromSeconds(1));
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        await connection.WriteAsync(RawHttp2Client.Call(1, RawHttp2Client.EmptyCall) with { Flags = FrameFlags.None });
        await connection.DrainAsync().WaitAsync(Patience, Cancel);
    }

    [Fact]
    public async Task A_connection_that_never_sends_its_preface_is_closed()
    {
        await using var server = await LimitedServer.StartAsync(kestrel: l => l.KeepAliveTimeout = TimeSpan.FromSeconds(1));
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port, Cancel);
        await using var connection = new RawHttp2Connection(socket.GetStream());
        await connection.WriteAsync(RawHttp2Connection.Preface.AsMemory(0, 10));
        await connection.DrainAsync().WaitAsync(Patience, Cancel);
    }

    private static async Task<IReadOnlyDictionary<string, string>> CallWithAsync(
        RawHttp2Connection connection, int stream, params (string Name, string Value)[] metadata)
    {
        await connection.WriteAsync(
            RawHttp2Client.Call(stream, RawHttp2Client.EmptyCall, false, metadata), Frames.Data(stream, true, RawGrpcServerSide.Message([])));
        return (await connection.EndOfAsync(stream).WaitAsync(Patience, Cancel)).Headers;
    }

    private static Value Nested(int lists, Value? innermost)
    {
        var value = innermost ?? new Value { NullValue = NullValue.NullValue };
        for (var i = 0; i < lists; i++)
        {
            value = new Value { ListValue = new ListValue { Values = { value } } };
        }

        return value;
    }

    private static int SizeOf(Frame headers) => new HpackReader().Read(headers.Payload).Sum(h => h.Name.Length + h.Value.Length);

    private static int? ValueOf(Frame settings, Setting name)
    {
        for (var i = 0; i < settings.Payload.Length; i += 6)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(settings.Payload.AsSpan(i)) == (ushort)name)
            {
                return BinaryPrimitives.ReadInt32BigEndian(settings.Payload.AsSpan(i + 2));
            }
        }

        return null;
    }
}
