using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>An open loop: so many invocations an interval, started at their planned time whatever became of earlier ones.</summary>
/// <param name="Rate">Invocations an interval.</param>
/// <param name="Interval">Length of an interval.</param>
/// <param name="During">Length of the stretch.</param>
internal sealed record Injection(int Rate, TimeSpan Interval, TimeSpan During) : LoadSimulation(During)
{
    /// <summary>Invocations a second.</summary>
    public double PerSecond => Rate / Interval.TotalSeconds;
}
