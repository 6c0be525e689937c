using GrpcExp.Load.Verdicts;

namespace GrpcExp.Load.Scenarios;

/// <summary>All scenarios.</summary>
internal static class LoadTests
{
    /// <summary>Stands for every scenario but <c>warehouse</c>, one after the other, in one report.</summary>
    public const string All = "all";

    private static readonly ILoadTest[] Tests =
    [
        new UdsTest(), new GrpcUdsTest(), new GrpcTcpTest(), new OfrepTest(), new FlagdTest(), new PropagationTest(),
        new ControlPlaneTest(), new MixedTest(),

        // Last: the first minute after a build belongs to the compiler's processes.
        new StartupTest(),
    ];

    /// <summary>Takes much longer than the others together, so it runs only when it is named.</summary>
    private static readonly ILoadTest Apart = new WarehouseTest();

    public static IReadOnlyList<string> Names { get; } = [.. Tests.Append(Apart).Select(t => t.Name)];

    /// <summary>Runs what the options name. With several scenarios, one that could not run has failed and the others go on.</summary>
    public static async Task RunAsync(LoadRun run)
    {
        if (run.Options.Scenario != All)
        {
            await Tests.Append(Apart).Single(t => t.Name == run.Options.Scenario).RunAsync(run);
            return;
        }

        foreach (var test in Tests)
        {
            try
            {
                await test.RunAsync(run);
            }
            catch (Exception failure) when (!run.Cancellation.IsCancellationRequested)
            {
                run.Judge(new Verdict($"{test.Name}: ran to its end", Demand.AtLeast, 1, 0, ""));
                run.Note($"{test.Name} could not run", failure.Message);
            }
        }
    }
}
