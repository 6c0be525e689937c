using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>What a caller hears of what goes wrong in a handler.</summary>
public sealed class HandlerFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_exception_is_UNKNOWN_and_its_text_stays_inside()
    {
        var e = await Fails(new Script { Unary = (_, _) => throw new InvalidOperationException("password=secret") }, null, logged: "password=secret");
        Assert.Equal(StatusCode.Unknown, e.StatusCode);
        Assert.Equal("Exception was thrown by handler.", e.Status.Detail);
    }

    [Fact]
    public async Task An_operator_may_let_the_text_out()
    {
        var e = await Fails(new Script { Unary = (_, _) => throw new InvalidOperationException("because") }, true, logged: "because");
        Assert.Contains("InvalidOperationException: because", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_details_travel_in_the_trailers()
    {
        var details = new Google.Rpc.Status { Code = 3, Message = "bad" };
        var e = await Fails(
            new Script
            {
                Unary = (_, _) => throw new RpcException(
                    new Status(StatusCode.InvalidArgument, "bad"), new Metadata { { "grpc-status-details-bin", details.ToByteArray() } }),
            },
            null);
        Assert.Equal(details, Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin")));
    }

    [Fact]
    public async Task A_status_set_on_the_context_wins_over_the_response()
    {
        var e = await Fails(
            new Script
            {
                Unary = (_, context) =>
                {
                    context.Status = new Status(StatusCode.NotFound, "none");
                    context.ResponseTrailers.Add("reason", "gone");
                    return Task.FromResult(new SimpleResponse());
                },
            },
            null);
        Assert.Equal(new Status(StatusCode.NotFound, "none"), new Status(e.Status.StatusCode, e.Status.Detail));
        Assert.Equal("gone", e.Trailers.GetValue("reason"));
    }

    [Fact]
    public async Task What_was_sent_before_a_failure_is_read_before_it()
    {
        var script = new Script
        {
            Output = async (_, responses, _) =>
            {
                await responses.WriteAsync(new StreamingOutputCallResponse());
                throw new RpcException(new Status(StatusCode.DataLoss, "torn"));
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(StatusCode.DataLoss, e.StatusCode);
    }

    [Fact]
    public async Task A_caller_that_leaves_cancels_the_handler()
    {
        var cancelled = new TaskCompletionSource();
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                await responses.WriteAsync(new StreamingOutputCallResponse());
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                await cancelled.Task;
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using (var call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel))
        {
            Assert.True(await call.ResponseStream.MoveNext(Cancel));
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task Two_writes_at_once_are_refused()
    {
        Exception? second = null;
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                // More than the peer's window, so that the first write waits for its reader.
                var large = new StreamingOutputCallResponse { Payload = new Payload { Body = ByteString.CopyFrom(new byte[3_000_000]) } };
                var first = responses.WriteAsync(large, context.CancellationToken);
                second = await Record.ExceptionAsync(() => responses.WriteAsync(large, context.CancellationToken));
                await first;
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
        Assert.IsType<InvalidOperationException>(second);
    }

    private static async Task<RpcException> Fails(Script script, bool? details, string? logged = null)
    {
        await using var server = await ScriptedServer.StartAsync(script, o => o.EnableDetailedErrors = details);
        if (logged is not null)
        {
            server.Errors.Expect(logged);
        }

        return await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
    }
}
