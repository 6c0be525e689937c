using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.ControlPlane;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>The real control plane, a Redis that dies and the published sidecar between them.</summary>
[Trait("Promise", "P2.4")]
public sealed class RedisOutageTests
{
    private const string Flag = "checkout";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_killed_Redis_leaves_answers_stale_and_heals_when_it_is_back_with_its_data_or_empty(bool keepsData)
    {
        await using var redis = await RedisServer.StartAsync();
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await StartAsync(home, redis);
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"redis://{redis.Address}"], "production");
        await sidecar.UntilAsync(answer => answer is { Variant: "control", StaleAge: null }, Flag);

        await redis.KillAsync();
        await sidecar.UntilAsync(answer => answer.Variant == "control" && answer.StaleAge is not null, Flag);
        await ShipAsync(server);
        if (!keepsData)
        {
            redis.LoseData();
        }

        await redis.StartAgainAsync();
        await sidecar.UntilAsync(answer => answer is { Variant: "treatment", StaleAge: null }, Flag);
    }

    [Fact]
    public async Task Flushed_keys_are_written_again_and_until_then_the_sidecar_goes_on()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await StartAsync(home, redis);
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"redis://{redis.Address}"], "production");
        await sidecar.UntilAsync(answer => answer is { Variant: "control", StaleAge: null }, Flag);

        await redis.FlushAsync();
        Assert.Equal("control", (await sidecar.UntilAsync(_ => true, Flag)).Variant);
        using var elsewhere = new ScratchFolder();
        await using var newcomer = await SidecarProcess.StartAsync(elsewhere, [$"redis://{redis.Address}"], "production");
        await newcomer.UntilAsync(answer => answer is { Variant: "control", StaleAge: null }, Flag);
        await ShipAsync(server);
        await sidecar.UntilAsync(answer => answer is { Variant: "treatment", StaleAge: null }, Flag);
    }

    [Fact]
    [Trait("Promise", "P3.3")]
    public async Task Without_the_control_plane_answers_stay_and_nothing_calls_them_fresh()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        await using var server = await StartAsync(home, redis);
        string[] sources = [$"redis://{redis.Address}"];
        await using (var sidecar = await SidecarProcess.StartAsync(folder, sources, "production"))
        {
            await sidecar.UntilAsync(answer => answer is { Variant: "control", StaleAge: null }, Flag);
            await server.StopAsync("KILL");
            await sidecar.UntilAsync(answer => answer.Variant == "control" && answer.StaleAge is not null, Flag);
            Assert.Contains("STALE", await sidecar.GetAsync("readyz"));
            await sidecar.KillAsync();
        }

        // From Redis alone: another folder, so that nothing is on disk.
        using var elsewhere = new ScratchFolder();
        await using (var fromRedis = await SidecarProcess.StartAsync(elsewhere, sources, "production"))
        {
            var first = await fromRedis.UntilAsync(answer => answer.Variant == "control", Flag);
            Assert.NotNull(first.StaleAge);
            Assert.InRange(first.StaleAge.ToTimeSpan(), TimeSpan.Zero, TimeSpan.FromHours(1));
        }

        await redis.KillAsync();
        await using var fromDisk = await SidecarProcess.StartAsync(folder, sources, "production");
        var answer = await fromDisk.UntilAsync(_ => true, Flag);
        Assert.Equal("control", answer.Variant);
        Assert.InRange(answer.StaleAge.ToTimeSpan(), TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private static async Task<ControlPlaneProcess> StartAsync(ControlPlaneHome home, RedisServer redis)
    {
        var server = await home.StartAsync("--redis", redis.Address);
        await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag(Flag) });
        return server;
    }

    private static async Task ShipAsync(ControlPlaneProcess server)
    {
        var flags = new FlagService.FlagServiceClient(server.AsAdmin());
        var flag = await flags.GetFlagAsync(new GetFlagRequest { Key = Flag });
        flag.DefaultVariant = "treatment";
        await flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = flag });
    }
}
