using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Makes load simulations.</summary>
public static class Simulation
{
    /// <summary>An open loop: invocations start at their planned time, whether earlier ones have ended or not.</summary>
    public static LoadSimulation Inject(int rate, TimeSpan interval, TimeSpan during) => new(rate, interval, during);
}
