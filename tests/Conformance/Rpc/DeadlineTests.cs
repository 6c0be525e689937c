using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Deadlines on the server, seen by a caller that keeps none of its own.</summary>
public sealed class DeadlineTests
{
    private const string Unary = "/grpc.testing.TestService/UnaryCall";
    private const string Output = "/grpc.testing.TestService/StreamingOutputCall";
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_ignores_its_deadline_does_not_keep_its_caller_waiting()
    {
        var release = new TaskCompletionSource();
        var script = new Script
        {
            Unary = async (_, _) =>
            {
                await release.Task;
                return new SimpleResponse();
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var peer = server.CreatePeer();
        var answer = await peer.PostAsync(Unary, NoBytes, Cancel, headers: ("grpc-timeout", "20m"));
        Assert.Equal("4", answer.Headers["grpc-status"]);
        Assert.False(release.Task.IsCompleted);
        release.SetResult();
    }

    [Fact]
    public async Task The_deadline_cancels_the_token_of_the_handler()
    {
        var cancelled = new TaskCompletionSource();
        var script = new Script
        {
            Unary = async (_, context) =>
            {
                using var registration = context.CancellationToken.Register(cancelled.SetResult);
                await cancelled.Task;
                return new SimpleResponse();
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var peer = server.CreatePeer();
        var answer = await peer.PostAsync(Unary, NoBytes, Cancel, headers: ("grpc-timeout", "20m"));
        Assert.Equal("4", answer.Headers["grpc-status"]);
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    [Fact]
    public async Task Messages_sent_before_the_deadline_arrive_before_its_status()
    {
        var late = new TaskCompletionSource<Exception?>();
        var script = new Script
        {
            Output = async (_, responses, context) =>
            {
                await responses.WriteAsync(new StreamingOutputCallResponse());
                var passed = new TaskCompletionSource();
                using var registration = context.CancellationToken.Register(passed.SetResult);
                await passed.Task;
                late.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new StreamingOutputCallResponse(), CancellationToken.None)));
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var peer = server.CreatePeer();
        var answer = await peer.PostAsync(Output, NoBytes, Cancel, headers: ("grpc-timeout", "200m"));
        Assert.Equal(NoBytes, answer.Body);
        Assert.Equal("4", answer.Trailers["grpc-status"]);
        // What comes after it is refused, as a cancelled call is, and not as a mistake of the handler.
        Assert.IsType<OperationCanceledException>(await late.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task A_handler_that_returns_in_time_has_the_last_word()
    {
        await using var server = await ScriptedServer.StartAsync(new Script());
        using var peer = server.CreatePeer();
        var answer = await peer.PostAsync(Unary, NoBytes, Cancel, headers: ("grpc-timeout", "1H"));
        Assert.Equal("0", answer.Trailers["grpc-status"]);
    }
}
