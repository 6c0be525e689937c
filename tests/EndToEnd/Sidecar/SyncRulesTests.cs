using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>Revisions decide, messages only wake, snapshots heal: on a real Redis, one rule a test.</summary>
public sealed class SyncRulesTests
{
    [Fact]
    [Trait("Promise", "P2.4")]
    public async Task Deltas_that_come_twice_and_out_of_order_lead_to_the_newest_revision()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await using var sidecar = await StartAsync(folder, plane);
        var snapshots = Enumerable.Range(1, 4).Select(revision => At(plane, revision)).ToList();
        for (var index = 1; index < snapshots.Count; index++)
        {
            await plane.PublishWithoutTellingAsync(snapshots[index]);
        }

        foreach (var index in new[] { 3, 3, 1, 2, 1, 3 })
        {
            await plane.SendAsync(SnapshotDeltas.Between(snapshots[index - 1], snapshots[index], SnapshotCodec.Seal(snapshots[index])));
        }

        Assert.Equal("on", (await sidecar.UntilAsync(answer => answer is { Revision: 4, StaleAge: null })).Variant);
        await plane.PublishAsync(At(plane, 5));
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer is { Revision: 5, StaleAge: null })).Variant);
    }

    [Fact]
    [Trait("Promise", "P2.6")]
    public async Task A_delta_with_a_wrong_hash_is_not_applied_and_the_snapshot_is_read()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await using var sidecar = await StartAsync(folder, plane);
        var after = At(plane, 2);
        var lie = SnapshotDeltas.Between(At(plane, 1), after, SnapshotCodec.Seal(after));
        lie.Delta.PutFlags[0].Enabled = true;
        await plane.PublishWithoutTellingAsync(At(plane, 2));
        await plane.SendAsync(lie);
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer.Revision == 2)).Variant);
    }

    [Fact]
    [Trait("Promise", "P2.1")]
    public async Task A_restored_control_plane_counts_anew_under_another_epoch()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await using var sidecar = await StartAsync(folder, plane, first: 9);
        var restored = At(plane, 2);
        restored.Epoch = "epoch-2";
        await plane.PublishAsync(restored);
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer is { Revision: 2, StaleAge: null })).Variant);
        Assert.Contains("epoch epoch-2 revision 2", await sidecar.GetAsync("readyz"));
    }

    [Fact]
    [Trait("Promise", "P2.4")]
    public async Task A_deleted_segment_and_layer_and_an_emptied_holdout_travel_in_a_delta()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await using var sidecar = await StartAsync(folder, plane);
        var full = At(plane, 2);
        full.Segments.Add(new Segment { Key = "s", IncludedUnits = { "u" } });
        full.Layers.Add(new Layer { Key = "l" });
        full.Holdout.Add(new BucketRange { Start = 0, End = 10_000 });
        await plane.PublishOnlyTheDeltaAsync(full);
        Assert.Equal(Reason.Holdout, (await sidecar.UntilAsync(answer => answer.Revision == 2, "tested")).Reason);
        await plane.PublishOnlyTheDeltaAsync(At(plane, 3));
        Assert.NotEqual(Reason.Holdout, (await sidecar.UntilAsync(answer => answer.Revision == 3, "tested")).Reason);
    }

    [Theory]
    [Trait("Promise", "P2.3")]
    [InlineData(10 << 20)]
    [InlineData(SnapshotCodec.MaxEnvelopeBytes)]
    public async Task A_large_snapshot_arrives_through_Redis_and_through_the_stream(int bytes)
    {
        using var folder = new ScratchFolder();
        using var elsewhere = new ScratchFolder();
        await using var redis = await RedisControlPlane.StartAsync();
        await using var stream = await StreamingControlPlane.StartAsync();
        await using var fromRedis = await StartAsync(folder, redis);
        stream.Publish(Snapshots.At(1, enabled: true));
        await using var fromStream = await SidecarProcess.StartAsync(elsewhere, [stream.Source], token: StreamingControlPlane.Token);
        await redis.PublishAsync(Sized(At(redis, 2), bytes));
        await fromRedis.UntilAsync(answer => answer is { Revision: 2, StaleAge: null });
        stream.Publish(Sized(Snapshots.At(2, enabled: false), bytes));
        await fromStream.UntilAsync(answer => answer is { Revision: 2, StaleAge: null });
    }

    [Fact]
    [Trait("Promise", "P2.6")]
    public async Task A_snapshot_one_byte_over_the_limit_is_refused_and_healed()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await using var sidecar = await StartAsync(folder, plane);
        await plane.PublishWithoutTellingAsync(Sized(At(plane, 2), SnapshotCodec.MaxEnvelopeBytes + 1));
        await sidecar.UntilAsync(answer => answer.StaleAge is not null);
        Assert.Contains("over the limit of 67108864", await sidecar.GetAsync("readyz"));
        Assert.Equal(1, (await sidecar.UntilAsync(_ => true)).Revision);
        await plane.PublishAsync(At(plane, 3));
        await sidecar.UntilAsync(answer => answer is { Revision: 3, StaleAge: null });
    }

    private static async Task<SidecarProcess> StartAsync(ScratchFolder folder, RedisControlPlane plane, int first = 1)
    {
        await plane.PublishAsync(At(plane, first));
        var sidecar = await SidecarProcess.StartAsync(folder, [$"redis://{RedisControlPlane.Server()}"], plane.Environment);
        await sidecar.UntilAsync(answer => answer.Revision == first && answer.StaleAge is null);
        return sidecar;
    }

    // Odd revisions answer "on" below 5, so that no two neighbours are alike.
    private static Snapshot At(RedisControlPlane plane, int revision) =>
        Snapshots.At(revision, enabled: revision is 1 or 4, plane.Environment);

    private static Snapshot Sized(Snapshot snapshot, int bytes)
    {
        var unit = new string('u', 1 << 20);
        var segment = new Segment { Key = "padding" };
        snapshot.Segments.Add(segment);
        while (snapshot.CalculateSize() < bytes - (2 << 20))
        {
            segment.IncludedUnits.Add(unit + segment.IncludedUnits.Count);
        }

        segment.IncludedUnits.Add("");
        var last = segment.IncludedUnits.Count - 1;
        segment.IncludedUnits[last] = new string('x', bytes - snapshot.CalculateSize() - (1 << 10));
        segment.IncludedUnits[last] += new string('x', bytes - snapshot.CalculateSize());
        Assert.Equal(bytes, snapshot.CalculateSize());
        return snapshot;
    }
}
