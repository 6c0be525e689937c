namespace GrpcExp.Load.Scenarios;

internal sealed class ControlPlaneTest : ILoadTest
{
    public string Name => "control-plane";

    public Task RunAsync(LoadRun run) => Task.CompletedTask;
}
