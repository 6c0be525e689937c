using GrpcExp.Load.Engine;
using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Runs scenarios at the same time.</summary>
internal static class NBomberRunner
{
    /// <summary>What to run.</summary>
    public static IReadOnlyList<ScenarioProps> RegisterScenarios(params ScenarioProps[] scenarios) => scenarios;

    /// <summary>Runs them and returns what came of them in the same order.</summary>
    public static async Task<IReadOnlyList<Measurement>> RunAsync(this IReadOnlyList<ScenarioProps> scenarios, CancellationToken cancellation = default) =>
        await Task.WhenAll(scenarios.Select(s => new ScenarioRun(s, new StopwatchPace(), cancellation).RunAsync()));
}
