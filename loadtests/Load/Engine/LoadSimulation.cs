namespace NBomber.Contracts;

/// <summary>A stretch of load. Made by <c>Simulation</c>.</summary>
/// <param name="During">Length of the stretch.</param>
public abstract record LoadSimulation(TimeSpan During);
