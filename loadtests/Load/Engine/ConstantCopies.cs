using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>A closed loop for saturation: each copy starts its next invocation when its last one has ended.</summary>
/// <param name="Copies">Invocations under way at any time.</param>
/// <param name="During">Length of the stretch.</param>
internal sealed record ConstantCopies(int Copies, TimeSpan During) : LoadSimulation(During);
