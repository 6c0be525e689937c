using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Requests that surely reached no handler are sent again without any policy: gRFC A6, "Transparent Retries".</summary>
public sealed class TransparentRetryTests
{
    private const uint RefusedStream = 7;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_stream_is_tried_again(bool stream)
    {
        await using var peer = new FramePeer((connection, id, before) =>
            before == 0 ? connection.ResetAsync(id, RefusedStream) : AnswerAsync(connection, id));
        await CallAsync(peer, stream);
        Assert.Equal(2, peer.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_GOAWAY_leaves_out_is_tried_again_on_another_connection(bool stream)
    {
        await using var peer = new FramePeer((connection, id, before) =>
            before == 0 ? connection.GoAwayAsync(0, 0) : AnswerAsync(connection, id));
        await CallAsync(peer, stream);
        Assert.Equal(2, peer.Requests);
    }

    [Fact]
    public async Task A_stream_that_is_refused_for_ever_is_UNAVAILABLE()
    {
        await using var peer = new FramePeer((connection, id, _) => connection.ResetAsync(id, RefusedStream));
        var e = await Assert.ThrowsAsync<RpcException>(() => CallAsync(peer, false));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.InRange(peer.Requests, 2, 10);
    }

    [Fact]
    public async Task A_stream_that_GOAWAY_covers_is_not_tried_again()
    {
        await using var peer = new FramePeer(async (connection, id, _) =>
        {
            await connection.GoAwayAsync(id, 0);
            connection.Close();
        });
        var e = await Assert.ThrowsAsync<RpcException>(() => CallAsync(peer, false));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Equal(1, peer.Requests);
    }

    private static async Task AnswerAsync(FrameConnection connection, int id)
    {
        await connection.EndOf(id);
        await connection.SendEmptyResponseAsync(id);
    }

    private static async Task CallAsync(FramePeer peer, bool stream)
    {
        using var channel = peer.Connect();
        var client = new TestService.TestServiceClient(channel);
        if (!stream)
        {
            await client.EmptyCallAsync(new Empty(), cancellationToken: Cancel);
            return;
        }

        using var call = client.StreamingInputCall(cancellationToken: Cancel);
        for (var i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = new Payload() }, Cancel);
        }

        await call.RequestStream.CompleteAsync();
        await call;
    }
}
