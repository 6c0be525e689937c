namespace NBomber.Contracts;

/// <summary>A scenario: what one invocation does, what comes before and after, and how much of it.</summary>
/// <param name="ScenarioName">Name in the report.</param>
/// <param name="Run">One invocation.</param>
public sealed record ScenarioProps(string ScenarioName, Func<IScenarioContext, Task<IResponse>> Run)
{
    /// <summary>Load before counting begins; 5 s by default.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The stretches, one after the other.</summary>
    public IReadOnlyList<LoadSimulation> Simulations { get; init; } = [];
}
