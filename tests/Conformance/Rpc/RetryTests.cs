using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>Retries over a real connection.</summary>
public sealed class RetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_tried_again_until_it_succeeds_and_says_how_often_it_was_tried()
    {
        var attempts = new List<string?>();
        var script = new Script
        {
            Unary = (_, context) =>
            {
                attempts.Add(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"));
                return attempts.Count < 3
                    ? throw new RpcException(new Status(StatusCode.Unavailable, "busy"))
                    : Task.FromResult(new SimpleResponse { Username = "third" });
            },
        };
        await using var server = await ScriptedServer.StartAsync(script, null, RetryPolicies.Retrying());
        Assert.Equal("third", (await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel)).Username);
        Assert.Equal([null, "1", "2"], attempts);
    }

    [Fact]
    public async Task The_last_failure_is_the_status_of_the_call()
    {
        var attempts = 0;
        var script = new Script { Unary = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, $"attempt {++attempts}")) };
        await using var server = await ScriptedServer.StartAsync(script, null, RetryPolicies.Retrying());
        var e = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal("attempt 4", e.Status.Detail);
    }

    [Fact]
    public async Task A_stream_is_tried_again_before_its_first_message_and_never_after()
    {
        var attempts = 0;
        var script = new Script
        {
            Output = async (_, responses, _) =>
            {
                if (++attempts > 1)
                {
                    await responses.WriteAsync(new StreamingOutputCallResponse());
                }

                throw new RpcException(new Status(StatusCode.Unavailable, "busy"));
            },
        };
        await using var server = await ScriptedServer.StartAsync(script, null, RetryPolicies.Retrying());
        using var call = server.Client.StreamingOutputCall(new StreamingOutputCallRequest(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Other_failures_are_not_tried_again()
    {
        var attempts = 0;
        var script = new Script
        {
            Unary = (_, _) =>
            {
                attempts++;
                throw new RpcException(new Status(StatusCode.NotFound, "none"));
            },
        };
        await using var server = await ScriptedServer.StartAsync(script, null, RetryPolicies.Retrying());
        await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(1, attempts);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task A_server_may_forbid_another_attempt(string pushback)
    {
        var attempts = 0;
        var script = new Script
        {
            Unary = (_, _) =>
            {
                attempts++;
                throw new RpcException(new Status(StatusCode.Unavailable, "no"), new Metadata { { "grpc-retry-pushback-ms", pushback } });
            },
        };
        await using var server = await ScriptedServer.StartAsync(script, null, RetryPolicies.Retrying());
        await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_channel_that_mostly_fails_stops_trying_again()
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
        await using var server = await ScriptedServer.StartAsync(
            script, null, RetryPolicies.Retrying(throttling: new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.1 }));
        await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        // Four tokens: after the second failure two are left, which is no more than half.
        Assert.Equal(2, attempts);
    }
}
