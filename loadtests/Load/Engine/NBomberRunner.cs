using GrpcExp.Load.Engine;
using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Runs scenarios one after the other.</summary>
public static class NBomberRunner
{
    /// <summary>What to run.</summary>
    public static IReadOnlyList<ScenarioProps> RegisterScenarios(params ScenarioProps[] scenarios) => scenarios;

    /// <summary>Runs them and returns their statistics in the same order.</summary>
    public static IReadOnlyList<ScenarioStats> Run(this IReadOnlyList<ScenarioProps> scenarios, CancellationToken cancellation = default) =>
        [.. scenarios.Select(s => new ScenarioRun(s, cancellation).RunAsync().GetAwaiter().GetResult())];
}
