using System.Buffers.Binary;
using System.Diagnostics;
using Grpc.Net.Client;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Tests;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Conformance.Http2;

/// <summary>Connections that reset their calls. The defaults are nghttp2's: 1000 in one go, 33 a second for ever.</summary>
public sealed class ResetTests
{
    private const int Step = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A blast that is not stopped has to end by itself.
    private static readonly TimeSpan Blast = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RawHttp2Client.StreamingInputCall)]
    [InlineData("/waits")]
    public async Task A_connection_may_reset_as_many_calls_as_the_burst_and_not_one_more(string path)
    {
        var time = new ManualTime();
        await using var server = await LimitedServer.StartAsync(l => (l.MaxResetBurst, l.ResetsPerSecond) = (50, 2), time: time);
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        var stream = await ResetAsync(connection, path, 1, 50);
        await connection.CallEmptyAsync(stream);
        await server.CountedAsync(50, Cancel);
        Assert.Empty(server.Log.Entries);

        time.Advance(TimeSpan.FromSeconds(1));
        stream = await ResetAsync(connection, path, stream + 2, 2);
        await connection.CallEmptyAsync(stream);
        await server.CountedAsync(52, Cancel);
        Assert.Empty(server.Log.Entries);

        await ResetAsync(connection, path, stream + 2, 1);
        await connection.DrainAsync().WaitAsync(Patience, Cancel);
        var (id, level, text) = Assert.Single(server.Log.Entries);
        Assert.Equal((6060, LogLevel.Warning), (id, level));
        Assert.Contains("has reset 53 calls", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_makes_the_server_reset_its_calls_is_counted_too()
    {
        await using var server = await LimitedServer.StartAsync(l => (l.MaxResetBurst, l.ResetsPerSecond) = (50, 0));
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        var stream = 1;
        for (var i = 0; i < 50; i++, stream += 2)
        {
            // More than a window can be: the server has to reset the stream (CVE-2025-8671).
            await connection.WriteAsync(RawHttp2Client.Call(stream, RawHttp2Client.StreamingInputCall), Frames.WindowUpdate(stream, int.MaxValue));
        }

        await connection.CallEmptyAsync(stream);
        await server.CountedAsync(50, Cancel);
        Assert.Empty(server.Log.Entries);
        await connection.WriteAsync(RawHttp2Client.Call(stream + 2, RawHttp2Client.StreamingInputCall), Frames.WindowUpdate(stream + 2, int.MaxValue));
        await connection.DrainAsync().WaitAsync(Patience, Cancel);
        Assert.Single(server.Log.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_resets_at_full_speed_is_closed_and_its_neighbour_notices_nothing(bool withWholeRequest)
    {
        // Kestrel closes connections too, but only when they have more calls under way than twice this.
        await using var server = await LimitedServer.StartAsync(kestrel: l => l.Http2.MaxStreamsPerConnection = 1_000_000);
        using var stop = new CancellationTokenSource();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var neighbour = Task.Run(() => CallUntilAsync(channel, stop.Token), Cancel);
        var (connection, _) = await RawHttp2Client.ConnectAsync(server.Address);
        await using var own = connection;
        var acknowledged = 0L;
        var drained = CountAnswersAsync(connection, n => Volatile.Write(ref acknowledged, n));

        var watch = Stopwatch.StartNew();
        var sent = 0;
        try
        {
            while (watch.Elapsed < Blast && !drained.IsCompleted)
            {
                // As fast as the server reads: what waits in the buffers of the socket would count as sent, too.
                if (sent - Volatile.Read(ref acknowledged) >= 2000)
                {
                    await Task.Yield();
                    continue;
                }

                await connection.WriteAsync(
                    [.. Enumerable.Range(0, Step).SelectMany(i => Pair((2 * (sent + i)) + 1, withWholeRequest)), Frames.Ping(sent + Step)]);
                sent += Step;
            }
        }
        catch (IOException)
        {
            // Closed while we were writing: that is what is wanted.
        }

        await drained.WaitAsync(Patience, Cancel);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Closed after {sent} resets and {watch.ElapsedMilliseconds} ms: {sent / watch.Elapsed.TotalSeconds:F0} a second.");
        await stop.CancelAsync();
        Assert.True(await neighbour > 0);
        Assert.InRange(sent, 1000, 50_000);
        Assert.Single(server.Log.Entries);
    }

    // Every step ends with a PING that names how many resets came before it.
    private static async Task CountAnswersAsync(RawHttp2Connection connection, Action<long> acknowledged)
    {
        while (await connection.ReadAsync() is { } frame)
        {
            if (frame.Type == FrameType.Ping && frame.IsAck)
            {
                acknowledged(BinaryPrimitives.ReadInt64BigEndian(frame.Payload));
            }
        }
    }

    private static Frame[] Pair(int stream, bool withWholeRequest) => withWholeRequest
        ? [RawHttp2Client.Call(stream, RawHttp2Client.EmptyCall), Frames.Data(stream, true, RawGrpcServerSide.Message([])), Frames.RstStream(stream, Http2Error.Cancel)]
        : [RawHttp2Client.Call(stream, RawHttp2Client.EmptyCall), Frames.RstStream(stream, Http2Error.Cancel)];

    // Resets in small steps, so that Kestrel's own limit on calls that are being cleaned up is never met.
    private static async Task<int> ResetAsync(RawHttp2Connection connection, string path, int stream, int count)
    {
        for (var i = 0; i < count; i++, stream += 2)
        {
            await connection.WriteAsync(RawHttp2Client.Call(stream, path), Frames.RstStream(stream, Http2Error.Cancel));
        }

        return stream;
    }

    private static async Task<int> CallUntilAsync(GrpcChannel channel, CancellationToken stop)
    {
        var client = new TestService.TestServiceClient(channel);
        var calls = 0;
        for (; !stop.IsCancellationRequested || calls == 0; calls++)
        {
            await client.EmptyCallAsync(new Empty(), cancellationToken: CancellationToken.None);
        }

        return calls;
    }
}
