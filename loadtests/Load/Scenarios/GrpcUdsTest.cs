using GrpcExp.Load.Targets;

namespace GrpcExp.Load.Scenarios;

/// <summary>EvaluationService over the Unix socket: at a fixed rate, and saturated.</summary>
internal sealed class GrpcUdsTest : ILoadTest
{
    /// <summary>Calls a second of the open loop.</summary>
    public const int DefaultRate = 10_000;

    public string Name => "grpc-uds";

    public async Task RunAsync(LoadRun run)
    {
        await using var sidecar = await SidecarProcess.StartAsync(LoadSnapshot.Create(), run.Cancellation);
        using var channels = ChannelSet.ToSocket(sidecar.GrpcSocket, run.Options.Connections);
        await GrpcLoad.RunAsync(run, Name, channels, DefaultRate, sidecar, isThroughputPromised: true);
    }
}
