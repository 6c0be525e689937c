using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;

namespace GrpcExp.Conformance.Http2;

/// <summary>
/// The cases of gRPC's "Negative HTTP/2 Interop Test Case Descriptions", by their names there, against our client.
/// </summary>
public sealed class Http2InteropTests
{
    [Theory]
    [InlineData("goaway")]
    [InlineData("rst_after_header")]
    [InlineData("rst_during_data")]
    [InlineData("rst_after_data")]
    [InlineData("ping")]
    [InlineData("max_streams")]
    [InlineData("data_frame_padding")]
    [InlineData("no_df_padding_sanity_test")]
    public Task The_client_passes(string testCase) => testCase switch
    {
        "goaway" => GoAway(),
        "rst_after_header" => Reset(0),
        "rst_during_data" => Reset(LargeUnary.Response.Length / 2),
        "rst_after_data" => Reset(LargeUnary.Response.Length),
        "ping" => Ping(),
        "max_streams" => MaxStreams(),
        "data_frame_padding" => SmallFrames(padding: 255),
        "no_df_padding_sanity_test" => SmallFrames(padding: null),
        _ => throw new ArgumentOutOfRangeException(nameof(testCase), testCase, "No such case."),
    };

    [Fact]
    public async Task A_message_cut_by_a_reset_is_not_delivered_and_those_before_it_are()
    {
        var whole = RawGrpcServerSide.Message([]);
        var read = new TaskCompletionSource();
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            await connection.WriteAsync(
                Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders),
                Frames.Data(stream, false, [.. whole, .. whole, .. LargeUnary.Response.AsSpan(0, 1000)]));
            // A reset overtakes what the client has not read yet.
            await read.Task;
            await connection.WriteAsync(Frames.RstStream(stream, Http2Error.InternalError));
            await connection.DrainAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new TestService.TestServiceClient(channel).StreamingOutputCall(
            new StreamingOutputCallRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        read.SetResult();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    private static async Task GoAway()
    {
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            await connection.WriteAsync(Frames.GoAway(stream, Http2Error.NoError));
            await connection.AnswerAsync(stream, LargeUnary.Response);
            await connection.DrainAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        await LargeUnary.SucceedsAsync(channel);
        await LargeUnary.SucceedsAsync(channel);
        Assert.Equal(2, server.ConnectionCount);
    }

    // The error code of the description is 0, which is INTERNAL: an OK should have been sent as a status.
    private static async Task Reset(int afterBytes)
    {
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            await connection.WriteAsync(Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders));
            await connection.WriteDataAsync(RawGrpcServerSide.DataFrames(stream, LargeUnary.Response[..afterBytes]));
            await connection.WriteAsync(Frames.RstStream(stream, Http2Error.NoError));
            await connection.AnswerAsync(await connection.ReadRequestAsync(), LargeUnary.Response);
            await connection.DrainAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        Assert.Equal(StatusCode.Internal, (await LargeUnary.FailsAsync(channel)).StatusCode);
        await LargeUnary.SucceedsAsync(channel);
        Assert.Equal(1, server.ConnectionCount);
    }

    private static async Task Ping()
    {
        var answered = new ConcurrentQueue<byte[]>();
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            await PingAsync(connection, 1);
            await connection.WriteAsync(Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders));
            await PingAsync(connection, 2);
            await connection.WriteDataAsync(RawGrpcServerSide.DataFrames(stream, LargeUnary.Response));
            await PingAsync(connection, long.MinValue + 3);
            await connection.WriteAsync(RawGrpcServerSide.Trailers(stream));
            await connection.DrainAsync();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        await LargeUnary.SucceedsAsync(channel);
        Assert.Equal([Frames.Ping(1).Payload, Frames.Ping(2).Payload, Frames.Ping(long.MinValue + 3).Payload], answered);

        async Task PingAsync(RawHttp2Connection connection, long content)
        {
            await connection.WriteAsync(Frames.Ping(content));
            answered.Enqueue((await connection.ReadUntilAsync(f => f.Type == FrameType.Ping && f.IsAck)).Payload);
        }
    }

    // A limit holds from the acknowledgement of the SETTINGS on (RFC 9113, section 6.5.3). What a connection
    // brings before is refused, as servers do, and the client tries it again.
    private static async Task MaxStreams()
    {
        var overLimit = 0;
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync((Setting.MaxConcurrentStreams, 1));
            var refused = new HashSet<int>();
            var isAcknowledged = false;
            int? open = null;
            while (await connection.ReadAsync() is { } frame)
            {
                isAcknowledged |= frame.Type == FrameType.Settings && frame.IsAck;
                if (frame.Type == FrameType.Headers && open is not null)
                {
                    overLimit += isAcknowledged ? 1 : 0;
                    refused.Add(frame.StreamId);
                    await connection.WriteAsync(Frames.RstStream(frame.StreamId, Http2Error.RefusedStream));
                }
                else if (frame.Type == FrameType.Headers)
                {
                    open = frame.StreamId;
                }

                if (frame.EndsStream && !refused.Contains(frame.StreamId))
                {
                    // The client has all that it may have open. The next call must not be here before this one ends.
                    await connection.WriteAsync(Frames.Ping(frame.StreamId));
                }

                if (frame.Type == FrameType.Ping && frame.IsAck)
                {
                    var done = open!.Value;
                    open = null;
                    await connection.AnswerAsync(done, LargeUnary.Response);
                }
            }
        });
        // With several connections a burst meets new ones before their SETTINGS, and the handler gives up after some refusals.
        using var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = handler });
        await LargeUnary.SucceedsAsync(channel);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => LargeUnary.SucceedsAsync(channel)));
        Assert.Equal((0, 1), (overLimit, server.ConnectionCount));
    }

    // 5 bytes of content and 255 of padding a frame: 15 MiB of flow control for a response of 300 KiB. The window has
    // to hold them all, because SocketsHttpHandler gives back what it read as content but never what was padding.
    private static async Task SmallFrames(byte? padding)
    {
        await using var server = new RawHttp2Server(async (connection, _) =>
        {
            await connection.HandshakeAsync();
            var stream = await connection.ReadRequestAsync();
            await connection.WriteAsync(Frames.Headers(stream, false, RawGrpcServerSide.ResponseHeaders));
            await connection.WriteDataAsync(LargeUnary.Response.Chunk(5).Select(
                chunk => padding is { } p ? Frames.PaddedData(stream, false, chunk, p) : Frames.Data(stream, false, chunk)));
            await connection.WriteAsync(RawGrpcServerSide.Trailers(stream));
            await connection.DrainAsync();
        });
        using var handler = new SocketsHttpHandler { InitialHttp2StreamWindowSize = padding is null ? 65_535 : 16 * 1024 * 1024 };
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = handler });
        await LargeUnary.SucceedsAsync(channel);
    }
}
