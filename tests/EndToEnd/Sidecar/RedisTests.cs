using GrpcExp.Sync;

namespace GrpcExp.EndToEnd.Sidecar;

public sealed class RedisTests
{
    [Fact]
    [Trait("Promise", "P2.3")]
    public async Task A_flag_change_follows_through_Redis()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var sidecar = await StartAsync(folder, plane);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, Variant: "on" });
        await plane.PublishAsync(Snapshots.At(2, enabled: false));
        var answer = await sidecar.UntilAsync(answer => answer.Revision == 2);
        Assert.Equal(("off", null), (answer.Variant, answer.StaleAge));
    }

    [Fact]
    [Trait("Promise", "P2.5")]
    public async Task A_delta_alone_carries_a_change()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var sidecar = await StartAsync(folder, plane);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, StaleAge: null });
        await plane.PublishOnlyTheDeltaAsync(Snapshots.At(2, enabled: false));
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer.Revision == 2)).Variant);
    }

    [Fact]
    [Trait("Promise", "P2.4")]
    public async Task A_lost_message_heals_with_the_next_heartbeat()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var sidecar = await StartAsync(folder, plane);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, StaleAge: null });
        await plane.PublishWithoutTellingAsync(Snapshots.At(2, enabled: false));
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer.Revision == 2)).Variant);
    }

    [Fact]
    [Trait("Promise", "P2.4")]
    public async Task Changes_behind_a_cut_link_arrive_when_it_is_mended_and_until_then_answers_are_stale()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var link = new CuttableLink(RedisControlPlane.Server());
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"redis://{link.Address}"], plane.Environment);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, StaleAge: null });

        link.Cut();
        await sidecar.UntilAsync(answer => answer is { Variant: "on", StaleAge: not null });
        Assert.Contains("STALE", await sidecar.GetAsync("readyz"));
        await plane.PublishAsync(Snapshots.At(2, enabled: true));
        await plane.PublishAsync(Snapshots.At(3, enabled: false));
        link.Mend();
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer is { Revision: 3, StaleAge: null })).Variant);
    }

    [Fact]
    [Trait("Promise", "P2.6")]
    public async Task A_bad_snapshot_is_refused_with_its_reason_and_the_last_good_one_stays()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var sidecar = await StartAsync(folder, plane);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, StaleAge: null });

        var broken = Snapshots.At(2, enabled: false);
        broken.Flags[0].DefaultVariant = "gone";
        await plane.PublishWithoutTellingAsync(broken);
        await sidecar.UntilAsync(answer => answer.StaleAge is not null);
        Assert.Contains("flags[flag].default_variant", await sidecar.GetAsync("readyz"));
        Assert.Equal("on", (await sidecar.UntilAsync(_ => true)).Variant);

        await plane.PublishAsync(Snapshots.At(3, enabled: false));
        await sidecar.UntilAsync(answer => answer is { Revision: 3, StaleAge: null });
    }

    [Fact]
    [Trait("Promise", "P7")]
    public async Task Garbage_in_the_channel_and_under_the_key_does_no_harm()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(1, enabled: true));
        await using var sidecar = await StartAsync(folder, plane);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, StaleAge: null });
        await plane.StoreRawAsync([0xFF, 0xFF, 0xFF]);
        await plane.SendRawAsync([0xFF, 0xFF, 0xFF]);
        await plane.SendAsync(SnapshotDeltas.Heartbeat("another epoch", 99));
        await sidecar.UntilAsync(answer => answer.StaleAge is not null);
        await plane.PublishAsync(Snapshots.At(2, enabled: false));
        Assert.Equal("off", (await sidecar.UntilAsync(answer => answer.Revision == 2)).Variant);
    }

    [Fact]
    [Trait("Promise", "P2.1")]
    public async Task An_older_snapshot_is_never_served_again()
    {
        using var folder = new ScratchFolder();
        await using var plane = await RedisControlPlane.StartAsync();
        await plane.PublishAsync(Snapshots.At(5, enabled: false));
        await using var sidecar = await StartAsync(folder, plane);
        await sidecar.UntilAsync(answer => answer.Revision == 5);
        await plane.PublishWithoutTellingAsync(Snapshots.At(4, enabled: true));
        await plane.SendRawAsync([0xFF]);
        await sidecar.UntilAsync(_ => sidecar.Log.Contains("Ignored revision 4", StringComparison.Ordinal));
        var answer = await sidecar.UntilAsync(_ => true);
        Assert.Equal((5, "off"), (answer.Revision, answer.Variant));
    }

    private static Task<SidecarProcess> StartAsync(ScratchFolder folder, RedisControlPlane plane) =>
        SidecarProcess.StartAsync(folder, [$"redis://{RedisControlPlane.Server()}"], plane.Environment);
}
