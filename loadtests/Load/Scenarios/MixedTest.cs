namespace GrpcExp.Load.Scenarios;

internal sealed class MixedTest : ILoadTest
{
    public string Name => "mixed";

    public Task RunAsync(LoadRun run) => Task.CompletedTask;
}
