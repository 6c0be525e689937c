namespace NBomber.Contracts;

/// <summary>What one invocation of a scenario knows about itself.</summary>
public interface IScenarioContext
{
    /// <summary>Number of this invocation, from 0; starts again after 2³¹.</summary>
    int InvocationNumber { get; }

    /// <summary>Ends when the run is over.</summary>
    CancellationToken ScenarioCancellationToken { get; }
}
