using Grpc.Core;
using Grpc.Testing;

namespace GrpcExp.Conformance.Rpc;

/// <summary>A server that stops: what is under way ends well, what is new goes elsewhere.</summary>
public sealed class DrainTests
{
    private const string Unary = "/grpc.testing.TestService/UnaryCall";
    private static readonly byte[] NoBytes = [0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_under_way_finish_and_new_ones_are_UNAVAILABLE()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var script = new Script
        {
            Unary = async (_, _) =>
            {
                entered.SetResult();
                await release.Task;
                return new SimpleResponse { Username = "served" };
            },
        };
        await using var server = await ScriptedServer.StartAsync(script);
        using var call = server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel);
        await entered.Task;

        var stop = server.StopAsync();
        var e = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.False(stop.IsCompleted);

        release.SetResult();
        Assert.Equal("served", (await call).Username);
        await stop;
    }

    [Fact]
    public async Task A_call_that_comes_by_a_connection_still_open_is_told_to_go_elsewhere()
    {
        await using var server = await ScriptedServer.StartAsync(new Script());
        using var peer = server.CreatePeer();
        Assert.Equal("0", (await peer.PostAsync(Unary, NoBytes, Cancel)).Trailers["grpc-status"]);
        // The host has begun to stop, and the transport has not heard of it yet.
        server.BeginStop();
        var answer = await peer.PostAsync(Unary, NoBytes, Cancel);
        Assert.Equal("14", answer.Headers["grpc-status"]);
    }
}
