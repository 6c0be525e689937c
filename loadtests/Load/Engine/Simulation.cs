using GrpcExp.Load.Engine;
using NBomber.Contracts;

namespace NBomber.CSharp;

/// <summary>Makes load simulations.</summary>
public static class Simulation
{
    /// <summary>An open loop: invocations start at their planned time, whether earlier ones have ended or not.</summary>
    public static LoadSimulation Inject(int rate, TimeSpan interval, TimeSpan during) => new Injection(rate, interval, during);

    /// <summary>A closed loop: so many copies, each of which begins again as soon as it has ended.</summary>
    public static LoadSimulation KeepConstant(int copies, TimeSpan during) => new ConstantCopies(copies, during);
}
