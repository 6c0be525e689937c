namespace GrpcExp.EndToEnd.Sidecar;

public sealed class StreamTests
{
    [Fact]
    [Trait("Promise", "P2.3")]
    public async Task A_flag_change_follows_through_the_stream_of_snapshots()
    {
        using var folder = new ScratchFolder();
        await using var plane = await StreamingControlPlane.StartAsync();
        plane.Publish(Snapshots.At(1, enabled: true));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [plane.Source], token: StreamingControlPlane.Token);
        await sidecar.UntilAsync(answer => answer is { Revision: 1, Variant: "on", StaleAge: null });
        plane.Publish(Snapshots.At(2, enabled: false));
        await sidecar.UntilAsync(answer => answer is { Revision: 2, Variant: "off" });
    }

    [Fact]
    [Trait("Promise", "P8")]
    public async Task Without_the_token_nothing_is_served_and_the_log_says_why_but_not_the_token()
    {
        using var folder = new ScratchFolder();
        await using var plane = await StreamingControlPlane.StartAsync();
        plane.Publish(Snapshots.At(1, enabled: true));
        await using var sidecar = await SidecarProcess.StartAsync(folder, [plane.Source], token: "wrong-secret");
        await sidecar.UntilAsync(_ => sidecar.Log.Contains("A token of role sync is needed", StringComparison.Ordinal));
        Assert.False(await sidecar.IsReadyAsync());
        Assert.DoesNotContain("wrong-secret", sidecar.Log);
    }

    [Fact]
    [Trait("Promise", "P3.3")]
    public async Task With_everything_down_a_restart_serves_the_disk_and_says_how_old_it_is()
    {
        using var folder = new ScratchFolder();
        string[] sources;
        await using (var plane = await StreamingControlPlane.StartAsync())
        {
            plane.Publish(Snapshots.At(7, enabled: true));
            sources = [plane.Source, "redis://127.0.0.1:1"];
            await using var sidecar = await SidecarProcess.StartAsync(folder, sources, token: StreamingControlPlane.Token);
            await sidecar.UntilAsync(answer => answer.Revision == 7 && File.Exists(Path.Combine(folder.PathOf("d"), "e2e.snapshot")));
            await sidecar.KillAsync();
        }

        await using var restarted = await SidecarProcess.StartAsync(folder, sources);
        var answer = await restarted.UntilAsync(_ => true);
        Assert.Equal((7, "on"), (answer.Revision, answer.Variant));
        Assert.NotNull(answer.StaleAge);
        Assert.Contains("STALE", await restarted.GetAsync("readyz"));
        Assert.Contains("grpcexp_sidecar_in_touch 0", await restarted.GetAsync("metrics"));
        Assert.Contains("STALE", restarted.Log);
    }

    [Fact]
    [Trait("Promise", "P3.2")]
    public async Task The_next_source_serves_while_the_first_is_away()
    {
        using var folder = new ScratchFolder();
        await using var plane = await StreamingControlPlane.StartAsync();
        plane.Publish(Snapshots.At(3, enabled: false));
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, ["redis://127.0.0.1:1", plane.Source], token: StreamingControlPlane.Token);
        await sidecar.UntilAsync(answer => answer is { Revision: 3, StaleAge: null });
    }
}
