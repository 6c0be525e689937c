using Grpc.Core;
using Grpc.Health.V1;
using GrpcExp.Conformance.Rpc;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcExp.Conformance.Services;

/// <summary>grpc.health.v1 as its protocol document says; what happens at the end of the host is ours.</summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class HealthTests(ForeignPeers peers)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_says_what_was_set_and_NOT_FOUND_for_what_was_not_or_is_cleared()
    {
        await using var server = await ServicesServer.StartAsync();
        var client = new Health.HealthClient(server.Channel);
        Assert.Null(await CheckAsync(client, ""));

        server.Health.SetStatus("", ServingStatus.Serving);
        server.Health.SetStatus("shop", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.Serving, await CheckAsync(client, ""));
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, "shop"));
        Assert.Null(await CheckAsync(client, "Shop"));

        server.Health.ClearStatus("shop");
        Assert.Null(await CheckAsync(client, "shop"));
        Assert.Equal(ServingStatus.Serving, await CheckAsync(client, ""));
        server.Health.ClearAll();
        Assert.Null(await CheckAsync(client, ""));
        Assert.Throws<ArgumentNullException>(() => server.Health.SetStatus(null!, ServingStatus.Serving));
    }

    [Fact]
    public async Task Watch_says_the_state_at_once_and_after_every_change_until_the_caller_leaves()
    {
        await using var server = await ServicesServer.StartAsync();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var call = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest { Service = "s" }, cancellationToken: leave.Token);

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
        server.Health.SetStatus("s", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
        server.Health.SetStatus("another", ServingStatus.NotServing);
        server.Health.SetStatus("s", ServingStatus.Serving);
        server.Health.SetStatus("s", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        server.Health.ClearAll();
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));

        await leave.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(StatusCode.Cancelled, e.StatusCode);
    }

    [Fact]
    [Trait("Runtime", "own")]
    public async Task When_the_host_stops_a_watch_sees_NOT_SERVING_and_ends_with_UNAVAILABLE()
    {
        await using var server = await ServicesServer.StartAsync();
        server.Health.SetStatus("", ServingStatus.Serving);
        var client = new Health.HealthClient(server.Channel);
        using var known = client.Watch(new HealthCheckRequest(), cancellationToken: Cancel);
        using var unknown = client.Watch(new HealthCheckRequest { Service = "s" }, cancellationToken: Cancel);
        Assert.Equal(ServingStatus.Serving, await NextAsync(known));
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(unknown));

        var stopping = server.StopAsync();
        Assert.Equal(ServingStatus.NotServing, await NextAsync(known));
        foreach (var call in new[] { known, unknown })
        {
            var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
            Assert.Equal(StatusCode.Unavailable, e.StatusCode);
            Assert.Equal("The server is stopping.", e.Status.Detail);
        }

        await stopping;
    }

    [Fact]
    [Trait("Runtime", "own")]
    public async Task A_watcher_that_reads_slowly_sees_the_newest_state_and_none_that_has_passed()
    {
        var health = new Grpc.HealthCheck.HealthServiceImpl();
        health.SetStatus("s", ServingStatus.Serving);
        var slow = new SlowStream<HealthCheckResponse>();
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var watch = health.Watch(new HealthCheckRequest { Service = "s" }, slow, new BareCallContext(leave.Token));

        Assert.Equal(ServingStatus.Serving, (await slow.BeginAsync(Cancel)).Status);
        health.SetStatus("s", ServingStatus.NotServing);
        health.ClearStatus("s");
        health.SetStatus("s", ServingStatus.Unknown);
        slow.End();

        Assert.Equal(ServingStatus.Unknown, (await slow.BeginAsync(Cancel)).Status);
        slow.End();
        await leave.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task A_JavaScript_client_checks_and_watches()
    {
        await using var server = await ServicesServer.StartAsync();
        server.Health.SetStatus("", ServingStatus.Serving);
        using var watcher = peers.Serve("health.js", server.Target, ForeignPeers.Protos);
        try
        {
            Assert.Equal("check SERVING", await LineAsync());
            Assert.Equal("check missing 5", await LineAsync());
            Assert.Equal("watch SERVING", await LineAsync());
            server.Health.SetStatus("", ServingStatus.NotServing);
            Assert.Equal("watch NOT_SERVING", await LineAsync());
            server.Health.ClearStatus("");
            Assert.Equal("watch SERVICE_UNKNOWN", await LineAsync());
        }
        finally
        {
            watcher.StandardInput.Close();
            await watcher.WaitForExitAsync(CancellationToken.None);
        }

        async Task<string> LineAsync() =>
            await watcher.StandardOutput.ReadLineAsync(Cancel) ?? "no line: " + await watcher.StandardError.ReadToEndAsync(Cancel);
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        return call.ResponseStream.Current.Status;
    }

    /// <summary>Null stands for NOT_FOUND.</summary>
    private static async Task<ServingStatus?> CheckAsync(Health.HealthClient client, string service)
    {
        try
        {
            return (await client.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Cancel)).Status;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
