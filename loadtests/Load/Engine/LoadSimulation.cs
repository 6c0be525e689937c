namespace NBomber.Contracts;

/// <summary>A stretch of load: so many invocations an interval, for so long.</summary>
/// <param name="Rate">Invocations an interval.</param>
/// <param name="Interval">Length of an interval.</param>
/// <param name="During">Length of the stretch.</param>
public sealed record LoadSimulation(int Rate, TimeSpan Interval, TimeSpan During);
