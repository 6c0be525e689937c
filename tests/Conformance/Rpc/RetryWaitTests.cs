using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>The waits between attempts, by a clock that the test holds.</summary>
public sealed class RetryWaitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1234", 1234)]
    [InlineData("0", null)]
    public async Task A_server_may_name_the_wait_whatever_the_status(string pushback, int? wait)
    {
        var attempts = 0;
        var script = new Script
        {
            Unary = (_, _) => ++attempts == 1
                ? throw new RpcException(new Status(StatusCode.Aborted, "busy"), new Metadata { { "grpc-retry-pushback-ms", pushback } })
                : Task.FromResult(new SimpleResponse()),
        };
        var time = new HeldTime();
        var options = RetryPolicies.Retrying();
        options.Time = time;
        await using var server = await ScriptedServer.StartAsync(script, null, options);
        var call = server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        if (wait is not null)
        {
            await time.Waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
            Assert.Equal([TimeSpan.FromMilliseconds(wait.Value)], time.Waits);
            time.Release();
        }

        await call;
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_call_cancelled_between_two_attempts_ends_at_once()
    {
        var script = new Script { Unary = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "busy")) };
        var time = new HeldTime();
        var options = RetryPolicies.Retrying();
        options.Time = time;
        await using var server = await ScriptedServer.StartAsync(script, null, options);
        using var cancellation = new CancellationTokenSource();
        var call = server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: cancellation.Token);
        await time.Waiting.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await cancellation.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
    }

    [Fact]
    public async Task One_deadline_covers_every_attempt_and_the_waits_between()
    {
        var attempts = 0;
        var script = new Script
        {
            Unary = (_, _) =>
            {
                attempts++;
                throw new RpcException(new Status(StatusCode.Unavailable, "busy"));
            },
        };
        var time = new HeldTime();
        var options = RetryPolicies.Retrying(TimeSpan.FromHours(10));
        options.Time = time;
        await using var server = await ScriptedServer.StartAsync(script, null, options);
        var call = server.Client.UnaryCallAsync(new SimpleRequest(), deadline: DateTime.UtcNow.AddHours(1), cancellationToken: Cancel);
        await time.ReachAsync(2, Cancel);
        Assert.InRange(time.Waits[0], TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        Assert.InRange(time.Waits[1], TimeSpan.FromHours(8), TimeSpan.FromHours(12));
        // The timer of the deadline was set first and fires first.
        time.Release();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
        Assert.Equal(1, attempts);
    }
}
