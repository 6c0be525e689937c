using Grpc.Core;
using Grpc.Health.V1;
using GrpcExp.Sync.Health;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcExp.Unit.Sync.Health;

public sealed class HealthServiceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_serves_until_told_otherwise_and_an_unknown_service_is_NOT_FOUND()
    {
        using var health = new HealthService();
        Assert.Equal(ServingStatus.Serving, await Check(health, ""));
        var e = await Assert.ThrowsAsync<RpcException>(() => Check(health, "other"));
        Assert.Equal(StatusCode.NotFound, e.StatusCode);

        health.SetStatus("other", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await Check(health, "other"));
        health.ClearStatus("other");
        await Assert.ThrowsAsync<RpcException>(() => Check(health, "other"));
    }

    [Fact]
    public async Task A_watch_sees_the_state_at_once_and_every_change_until_it_is_cancelled()
    {
        using var health = new HealthService();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = new RecordedStream<HealthCheckResponse>();
        var watch = health.Watch(new HealthCheckRequest { Service = "s" }, seen, new BareCallContext(source.Token));

        Assert.Equal(ServingStatus.ServiceUnknown, (await seen.NextAsync(Cancel)).Status);
        health.SetStatus("s", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, (await seen.NextAsync(Cancel)).Status);
        health.SetStatus("another", ServingStatus.NotServing);
        health.SetStatus("s", ServingStatus.Serving);
        health.SetStatus("s", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, (await seen.NextAsync(Cancel)).Status);
        health.ClearStatus("s");
        Assert.Equal(ServingStatus.ServiceUnknown, (await seen.NextAsync(Cancel)).Status);

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [Fact]
    public async Task When_the_host_stops_a_watch_sees_NOT_SERVING_and_ends()
    {
        using var host = new StoppableHost();
        using var health = new HealthService(host);
        var seen = new RecordedStream<HealthCheckResponse>();
        var watch = health.Watch(new HealthCheckRequest(), seen, new BareCallContext(Cancel));
        Assert.Equal(ServingStatus.Serving, (await seen.NextAsync(Cancel)).Status);

        host.StopApplication();
        Assert.Equal(ServingStatus.NotServing, (await seen.NextAsync(Cancel)).Status);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => watch)).StatusCode);
        health.SetStatus("", ServingStatus.Serving);
        Assert.Equal(ServingStatus.NotServing, await Check(health, ""));
    }

    private static async Task<ServingStatus> Check(HealthService health, string service) =>
        (await health.Check(new HealthCheckRequest { Service = service }, new BareCallContext(Cancel))).Status;
}
