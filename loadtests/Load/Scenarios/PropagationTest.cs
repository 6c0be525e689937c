namespace GrpcExp.Load.Scenarios;

internal sealed class PropagationTest : ILoadTest
{
    public string Name => "propagation";

    public Task RunAsync(LoadRun run) => Task.CompletedTask;
}
