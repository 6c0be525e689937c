using Grpc.Core;
using Grpc.Net.Client;
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
        await using var server = await ScriptedServer.StartAsync(script, null, Retrying());
        Assert.Equal("third", (await server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel)).Username);
        Assert.Equal([null, "1", "2"], attempts);
    }

    [Fact]
    public async Task The_last_failure_is_the_status_of_the_call()
    {
        var attempts = 0;
        var script = new Script { Unary = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, $"attempt {++attempts}")) };
        await using var server = await ScriptedServer.StartAsync(script, null, Retrying());
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
        await using var server = await ScriptedServer.StartAsync(script, null, Retrying());
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
        await using var server = await ScriptedServer.StartAsync(script, null, Retrying());
        await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(1, attempts);
    }

    private static GrpcChannelOptions Retrying() => new()
    {
        ServiceConfig = new ServiceConfig
        {
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = 4,
                        InitialBackoff = TimeSpan.FromMilliseconds(1),
                        MaxBackoff = TimeSpan.FromMilliseconds(5),
                        BackoffMultiplier = 2,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        },
    };
}
