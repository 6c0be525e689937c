using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Builds scenarios.</summary>
public static class Scenario
{
    /// <summary>A scenario of that name.</summary>
    public static ScenarioProps Create(string name, Func<IScenarioContext, Task<IResponse>> run) => new(name, run);

    /// <summary>Sets the warm-up, whose invocations are not counted.</summary>
    public static ScenarioProps WithWarmUpDuration(this ScenarioProps scenario, TimeSpan duration) =>
        scenario with { WarmUp = duration };

    /// <summary>Sets the stretches of load.</summary>
    public static ScenarioProps WithLoadSimulations(this ScenarioProps scenario, params LoadSimulation[] simulations) =>
        scenario with { Simulations = simulations };
}
