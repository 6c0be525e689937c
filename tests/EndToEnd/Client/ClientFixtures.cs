using System.Diagnostics;
using Grpc.Net.Client;
using GrpcExp.Client;
using GrpcExp.Client.InProcess;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.Client;

/// <summary>Clients of a running sidecar.</summary>
internal static class ClientFixtures
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static readonly GrpcExpClientOptions Patient = new() { Timeout = TimeSpan.FromSeconds(20) };

    public static GrpcExpClient Raw(SidecarProcess sidecar, int connections = 1) =>
        GrpcExpClient.ForRawSocket(sidecar.RawSocket, Patient with { Connections = connections });

    public static GrpcExpClient Grpc(GrpcChannel channel) => GrpcExpClient.ForGrpc(channel.CreateCallInvoker(), Patient);

    public static GrpcExpClient InProcess(string grpcSocket, InProcessOptions? options = null) => GrpcExpClient.ForInProcess(
        (options ?? new InProcessOptions { Environment = SidecarProcess.Environment }) with { Sources = [FlagSource.Sidecar(grpcSocket)] }, Patient);

    public static async Task UntilAsync(Func<ValueTask<bool>> condition, Func<string> state)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Deadline, $"Not within {Deadline.TotalSeconds} s: {state()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
