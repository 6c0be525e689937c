using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Testing;
using GrpcExp.Conformance.Http2;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Calls that fail, or are left behind, while nobody looks.</summary>
public sealed class AbandonedCallTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_failure_of_a_call_becomes_an_unobserved_exception()
    {
        var unobserved = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.Flatten().InnerExceptions.Any(i => i is RpcException or OperationCanceledException or HttpRequestException or IOException))
            {
                unobserved.Enqueue(e.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await using (var peer = new FramePeer((connection, id, before) => (before % 4) switch
            {
                0 => connection.ResetAsync(id, 2),
                1 => connection.SendTrailersAsync(id, "5"),
                2 => connection.SendHeadersAsync(id),
                _ => CloseAsync(connection),
            }))
            {
                using var channel = peer.Connect();
                for (var i = 0; i < 40; i++)
                {
                    await LeaveAsync(channel);
                }
            }

            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Empty(unobserved);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("dispose")]
    [InlineData("deadline")]
    public async Task A_handler_learns_that_its_caller_gave_up(string how)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var script = new Script
        {
            Unary = async (_, context) =>
            {
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                entered.SetResult();
                await cancelled.Task;
                return new SimpleResponse();
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var cancellation = new CancellationTokenSource();
        DateTime? deadline = how == "deadline" ? DateTime.UtcNow.AddSeconds(5) : null;
        using var call = server.Client.UnaryCallAsync(new SimpleRequest(), deadline: deadline, cancellationToken: cancellation.Token);
        await entered.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        if (how == "cancel")
        {
            await cancellation.CancelAsync();
        }
        else if (how == "dispose")
        {
            call.Dispose();
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(how == "deadline" ? StatusCode.DeadlineExceeded : StatusCode.Cancelled, e.StatusCode);
    }

    [Fact]
    public async Task A_server_that_answers_early_ends_a_write_that_its_window_holds_up()
    {
        await using var peer = new FramePeer((connection, id, _) => connection.SendEmptyResponseAsync(id));
        using var channel = peer.Connect();
        using var call = new TestService.TestServiceClient(channel).StreamingInputCall(cancellationToken: Cancel);
        var large = new StreamingInputCallRequest { Payload = new Payload { Body = Google.Protobuf.ByteString.CopyFrom(new byte[1_000_000]) } };
        var e = await Assert.ThrowsAsync<RpcException>(
            () => call.RequestStream.WriteAsync(large, Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.OK, e.StatusCode);
        await call;
    }

    [Fact]
    public async Task The_headers_of_a_call_that_fails_are_those_of_its_answer_or_fail_with_it()
    {
        await using var answering = new FramePeer((connection, id, _) =>
            connection.SendAsync(Frames.Headers(id, true, [.. RawGrpcServerSide.ResponseHeaders, ("grpc-status", "5"), ("why", "none")])));
        using (var channel = answering.Connect())
        {
            using var call = new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), cancellationToken: Cancel);
            Assert.Equal("none", (await call.ResponseHeadersAsync).GetValue("why"));
            await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.Equal("none", call.GetTrailers().GetValue("why"));
        }

        await using var resetting = new FramePeer((connection, id, _) => connection.ResetAsync(id, 2));
        using (var channel = resetting.Connect())
        {
            using var call = new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), cancellationToken: Cancel);
            Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync)).StatusCode);
            Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync)).StatusCode);
        }
    }

    private static Task CloseAsync(FrameConnection connection)
    {
        connection.Close();
        return Task.CompletedTask;
    }

    // Starts calls of every shape, touches what an interceptor would touch, and waits for their end without awaiting their tasks.
    private static async Task LeaveAsync(GrpcChannel channel)
    {
        var client = new TestService.TestServiceClient(channel.Intercept(new TraceInterceptor([], "t")));
        var unary = client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        _ = unary.ResponseHeadersAsync;
        var output = client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel);
        var read = output.ResponseStream.MoveNext(Cancel);
        var input = client.StreamingInputCall(cancellationToken: Cancel);
        var write = input.RequestStream.WriteAsync(new StreamingInputCallRequest(), Cancel);
        var duplex = client.FullDuplexCall(cancellationToken: Cancel);
        var duplexRead = duplex.ResponseStream.MoveNext(Cancel);
        foreach (var call in new IDisposable[] { unary, output, input, duplex })
        {
            await Task.Yield();
            call.Dispose();
        }

        foreach (var task in new Task[] { unary.ResponseAsync, read, input.ResponseAsync, write, duplexRead })
        {
            while (!task.IsCompleted)
            {
                await Task.Delay(1, Cancel);
            }
        }
    }
}
