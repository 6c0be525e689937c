using GrpcExp.Load.Targets;

namespace GrpcExp.Load.Scenarios;

/// <summary>EvaluationService over loopback TCP: at a fixed rate, and saturated.</summary>
internal sealed class GrpcTcpTest : ILoadTest
{
    /// <summary>Calls a second of the open loop.</summary>
    public const int DefaultRate = 10_000;

    public string Name => "grpc-tcp";

    public async Task RunAsync(LoadRun run)
    {
        await using var sidecar = await SidecarProcess.StartAsync(LoadSnapshot.Create(), run.Cancellation);
        using var channels = ChannelSet.ToAddress(sidecar.GrpcAddress, run.Options.Connections);
        await GrpcLoad.RunAsync(run, Name, channels, DefaultRate, sidecar, isThroughputPromised: false);
    }
}
