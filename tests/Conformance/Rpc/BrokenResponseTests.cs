using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Conformance.Http2;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What our client makes of streams and connections that break: the "Errors" table of gRPC over HTTP/2.</summary>
public sealed class BrokenResponseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0x0, StatusCode.Internal)] // NO_ERROR
    [InlineData(0x1, StatusCode.Internal)] // PROTOCOL_ERROR
    [InlineData(0x2, StatusCode.Internal)] // INTERNAL_ERROR
    [InlineData(0x3, StatusCode.Internal)] // FLOW_CONTROL_ERROR
    [InlineData(0x6, StatusCode.Internal)] // FRAME_SIZE_ERROR
    [InlineData(0x7, StatusCode.Unavailable)] // REFUSED_STREAM
    [InlineData(0x8, StatusCode.Cancelled)] // CANCEL
    [InlineData(0x9, StatusCode.Internal)] // COMPRESSION_ERROR
    [InlineData(0xa, StatusCode.Internal)] // CONNECT_ERROR
    [InlineData(0xb, StatusCode.ResourceExhausted)] // ENHANCE_YOUR_CALM
    [InlineData(0xc, StatusCode.PermissionDenied)] // INADEQUATE_SECURITY
    public async Task A_reset_stream_has_the_status_of_its_error_code(uint error, StatusCode code)
    {
        await using var peer = new FramePeer((connection, id, _) => connection.ResetAsync(id, error));
        Assert.Equal(code, await UnaryAsync(peer));
        Assert.Equal(code, await AfterOneMessageAsync((connection, id) => connection.ResetAsync(id, error)));
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_UNAVAILABLE_before_and_within_a_response()
    {
        await using var peer = new FramePeer((connection, _, _) =>
        {
            connection.Close();
            return Task.CompletedTask;
        });
        Assert.Equal(StatusCode.Unavailable, await UnaryAsync(peer));
        Assert.Equal(StatusCode.Unavailable, await AfterOneMessageAsync((connection, _) =>
        {
            connection.Close();
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public async Task A_stream_that_ends_within_a_message_is_INTERNAL_and_without_a_status_UNKNOWN()
    {
        await using var torn = new FramePeer(async (connection, id, _) =>
        {
            await connection.SendHeadersAsync(id);
            await connection.SendAsync(Frames.Data(id, true, [0, 0, 0, 0, 5, 1]));
        });
        Assert.Equal(StatusCode.Internal, await UnaryAsync(torn));
        await using var silent = new FramePeer(async (connection, id, _) =>
        {
            await connection.SendHeadersAsync(id);
            await connection.SendAsync(Frames.Data(id, true, [0, 0, 0, 0, 0]));
        });
        Assert.Equal(StatusCode.Unknown, await UnaryAsync(silent));
    }

    [Fact]
    public async Task A_peer_that_answers_no_keep_alive_ping_is_UNAVAILABLE()
    {
        await using var peer = new FramePeer((_, _, _) => Task.CompletedTask, answersPings: false);
        using var channel = peer.Connect(null, h =>
        {
            h.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
            h.KeepAlivePingTimeout = TimeSpan.FromSeconds(1);
        });
        var e = await Assert.ThrowsAsync<RpcException>(() => new TestService.TestServiceClient(channel)
            .EmptyCallAsync(new Empty(), cancellationToken: Cancel).ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Theory]
    [InlineData("cancel", StatusCode.Cancelled)]
    [InlineData("dispose", StatusCode.Cancelled)]
    [InlineData("deadline", StatusCode.DeadlineExceeded)]
    public async Task A_caller_that_gives_up_resets_the_stream_with_CANCEL(string how, StatusCode code)
    {
        await using var peer = new FramePeer((connection, id, _) => connection.SendHeadersAsync(id));
        using var channel = peer.Connect();
        using var cancellation = new CancellationTokenSource();
        DateTime? deadline = how == "deadline" ? DateTime.UtcNow.AddSeconds(5) : null;
        using var call = new TestService.TestServiceClient(channel).FullDuplexCall(deadline: deadline, cancellationToken: cancellation.Token);
        await call.ResponseHeadersAsync;
        if (how == "cancel")
        {
            await cancellation.CancelAsync();
        }
        else if (how == "dispose")
        {
            call.Dispose();
        }

        for (var end = DateTime.UtcNow.AddMinutes(1); peer.Resets.IsEmpty && DateTime.UtcNow < end;)
        {
            await Task.Delay(5, Cancel);
        }

        Assert.Equal([8u], peer.Resets);
        Assert.Equal(code, call.GetStatus().StatusCode);
    }

    private static async Task<StatusCode> UnaryAsync(FramePeer peer)
    {
        using var channel = peer.Connect();
        using var call = new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), cancellationToken: Cancel);
        return (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode;
    }

    private static async Task<StatusCode> AfterOneMessageAsync(Func<FrameConnection, int, Task> then)
    {
        // What has been received and not read is lost with a reset, so the first message must have been read.
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = new FramePeer(async (connection, id, _) =>
        {
            await connection.SendHeadersAsync(id);
            await connection.SendAsync(Frames.Data(id, false, [0, 0, 0, 0, 0]));
            await isRead.Task;
            await then(connection, id);
        });
        using var channel = peer.Connect();
        using var call = new TestService.TestServiceClient(channel).StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        isRead.SetResult();
        return (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel))).StatusCode;
    }
}
