using System.Collections.Concurrent;
using System.Security.Cryptography;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using StackExchange.Redis;
using Role = GrpcExp.Contracts.Control.V1.Role;

namespace GrpcExp.EndToEnd.ControlPlane;

public sealed class DistributionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Promise", "P2.5")]
    public async Task A_watcher_gets_the_newest_snapshot_then_changes_and_otherwise_heartbeats()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync();
        var sync = new SyncService.SyncServiceClient(await server.AsAsync("sidecar", Role.Sync));
        using var watch = sync.WatchSnapshots(new WatchSnapshotsRequest { Environment = "production", SidecarId = "s1" });
        var first = await NextAsync(watch);
        Assert.Equal(SHA256.HashData(first.Body.Span), first.Sha256.ToByteArray());

        await CreateAsync(server, "a");
        var second = await NextAsync(watch);
        Assert.Equal((first.Epoch, first.Revision + 1), (second.Epoch, second.Revision));
        Assert.Equal(["a"], Snapshot.Parser.ParseFrom(second.Body).Flags.Select(flag => flag.Key));

        var heartbeat = await NextAsync(watch);
        Assert.True(heartbeat.Body.IsEmpty);
        Assert.Equal(second.Revision, heartbeat.Revision);

        using var resumed = sync.WatchSnapshots(new WatchSnapshotsRequest { Environment = "production", Epoch = second.Epoch, Revision = second.Revision });
        Assert.True((await NextAsync(resumed)).Body.IsEmpty);
        var unknown = await Refusals.OfAsync(sync.GetSnapshotAsync(new GetSnapshotRequest { Environment = "staging" }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (unknown.Code, unknown.Reason));
    }

    [Fact]
    [Trait("Promise", "P1.5")]
    public async Task Two_replicas_on_one_database_tell_each_others_changes()
    {
        await using var home = await ControlPlaneHome.OnServerAsync();
        await using var one = await home.StartAsync();
        await using var other = await home.StartAsync();
        using var watch = new SyncService.SyncServiceClient(other.AsAdmin()).WatchSnapshots(new WatchSnapshotsRequest { Environment = "production" });
        var first = await NextAsync(watch);

        await CreateAsync(one, "a");

        var next = await NextAsync(watch);
        Assert.Equal(first.Revision + 1, next.Revision);
        await CreateAsync(other, "b");
        await Eventually.HoldsAsync(
            async () => (await new FlagService.FlagServiceClient(one.AsAdmin()).ListFlagsAsync(new ListFlagsRequest())).Revision == next.Revision + 1,
            "the other replica's change is read");
    }

    [Fact]
    [Trait("Promise", "P2.3")]
    public async Task Redis_gets_the_snapshot_every_delta_and_heartbeats()
    {
        var environment = $"env-{Guid.NewGuid():N}";
        using var redis = await ConnectionMultiplexer.ConnectAsync(ControlPlaneHome.Redis);
        var heard = new ConcurrentQueue<ChangeMessage>();
        await redis.GetSubscriber().SubscribeAsync(
            new RedisChannel($"grpcexp:{environment}:changes", RedisChannel.PatternMode.Literal),
            (_, message) => heard.Enqueue(ChangeMessage.Parser.ParseFrom((byte[])message!)));
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--redis", ControlPlaneHome.Redis, "--env", environment);

        await Eventually.HoldsAsync(async () => (await SnapshotAsync(redis, environment))?.Revision >= 1, "the snapshot is set");
        for (var i = 0; i < 5; i++)
        {
            await CreateAsync(server, $"flag-{i}");
        }

        var revision = (await new FlagService.FlagServiceClient(server.AsAdmin()).ListFlagsAsync(new ListFlagsRequest())).Revision;
        await Eventually.HoldsAsync(async () => (await SnapshotAsync(redis, environment))?.Revision == revision, "the newest snapshot is set");
        var envelope = (await SnapshotAsync(redis, environment))!;
        Assert.Equal(SHA256.HashData(envelope.Body.Span), envelope.Sha256.ToByteArray());
        Assert.Equal(5, Snapshot.Parser.ParseFrom(envelope.Body).Flags.Count);
        await Eventually.HoldsAsync(
            () => Task.FromResult(heard.Any(message => message.Delta is null && message.FromRevision == revision && message.ToRevision == revision)),
            "a heartbeat carries the revision");
        var deltas = heard.Where(message => message.Delta is not null).ToList();
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"flag-{i}"), deltas.SelectMany(message => message.Delta.PutFlags).Select(flag => flag.Key));
        Assert.All(deltas, message => Assert.Equal(message.FromRevision + 1, message.ToRevision));
        Assert.Equal(envelope.Sha256, deltas[^1].SnapshotSha256);
    }

    [Fact]
    [Trait("Promise", "P2.4")]
    public async Task A_snapshot_that_Redis_has_lost_is_set_again_without_another_change()
    {
        var environment = $"env-{Guid.NewGuid():N}";
        using var redis = await ConnectionMultiplexer.ConnectAsync(ControlPlaneHome.Redis);
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--redis", ControlPlaneHome.Redis, "--env", environment);
        await Eventually.HoldsAsync(async () => await SnapshotAsync(redis, environment) is not null, "the snapshot is set");

        await redis.GetDatabase().KeyDeleteAsync($"grpcexp:{environment}:snapshot");

        await Eventually.HoldsAsync(async () => await SnapshotAsync(redis, environment) is not null, "the snapshot is set again");
    }

    [Fact]
    public async Task Changes_go_on_while_Redis_is_away()
    {
        await using var home = ControlPlaneHome.Embedded();
        await using var server = await home.StartAsync("--redis", "127.0.0.1:1");

        await CreateAsync(server, "a");

        Assert.Single((await new FlagService.FlagServiceClient(server.AsAdmin()).ListFlagsAsync(new ListFlagsRequest())).Flags);
        await Eventually.HoldsAsync(() => Task.FromResult(server.Errors.Any(line => line.Contains("Redis 127.0.0.1:1 is away", StringComparison.Ordinal))), "the log says so");
    }

    private static async Task<SnapshotEnvelope?> SnapshotAsync(ConnectionMultiplexer redis, string environment)
    {
        var value = await redis.GetDatabase().StringGetAsync($"grpcexp:{environment}:snapshot");
        return value.IsNull ? null : SnapshotEnvelope.Parser.ParseFrom((byte[])value!);
    }

    private static async Task<SnapshotEnvelope> NextAsync(AsyncServerStreamingCall<SnapshotEnvelope> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Cancelled));
        return watch.ResponseStream.Current;
    }

    private static async Task CreateAsync(ControlPlaneProcess server, string key) =>
        await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(key) });
}
