using GrpcExp.Contracts.Control.V1;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.ControlPlane;

/// <summary>The published sidecar behind the real control plane: a change made over gRPC is answered over the Unix socket.</summary>
[Trait("Promise", "P2.3")]
public sealed class SidecarFollowsTests
{
    [Fact]
    public async Task A_change_reaches_the_sidecar_through_the_stream_and_a_restart_is_survived()
    {
        await using var home = ControlPlaneHome.Embedded();
        using var folder = new ScratchFolder();
        var first = await home.StartAsync();
        await using var stopping = first;
        await CreateAsync(first);
        await using var sidecar = await SidecarProcess.StartAsync(
            folder, [first.Address.Replace("http://", "grpc://", StringComparison.Ordinal)], "production", ControlPlaneProcess.AdminToken);
        await sidecar.UntilAsync(answer => answer.Variant == "control", "checkout");

        await ShipAsync(first);
        await sidecar.UntilAsync(answer => answer is { Variant: "treatment", StaleAge: null }, "checkout");

        await first.StopAsync();
        await sidecar.UntilAsync(answer => answer.Variant == "treatment" && answer.StaleAge is not null, "checkout");
        await using var second = await ControlPlaneProcess.StartAsync(["--data-dir", home.Folder, "--urls", first.Address]);
        await sidecar.UntilAsync(answer => answer is { Variant: "treatment", StaleAge: null }, "checkout");
    }

    [Fact]
    public async Task A_change_reaches_the_sidecar_through_Redis()
    {
        var environment = $"env-{Guid.NewGuid():N}";
        await using var home = await ControlPlaneHome.OnServerAsync();
        using var folder = new ScratchFolder();
        await using var server = await home.StartAsync("--redis", ControlPlaneHome.Redis, "--env", environment);
        await using var sidecar = await SidecarProcess.StartAsync(folder, [$"redis://{ControlPlaneHome.Redis}"], environment);
        await CreateAsync(server);
        await sidecar.UntilAsync(answer => answer.Variant == "control", "checkout");

        await ShipAsync(server);

        await sidecar.UntilAsync(answer => answer is { Variant: "treatment", StaleAge: null }, "checkout");
    }

    private static async Task CreateAsync(ControlPlaneProcess server) =>
        await new FlagService.FlagServiceClient(server.AsAdmin()).CreateFlagAsync(new CreateFlagRequest { Flag = Samples.Flag("checkout") });

    private static async Task ShipAsync(ControlPlaneProcess server)
    {
        var flags = new FlagService.FlagServiceClient(server.AsAdmin());
        var flag = await flags.GetFlagAsync(new GetFlagRequest { Key = "checkout" });
        flag.DefaultVariant = "treatment";
        await flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = flag });
    }
}
