namespace GrpcExp.Load.Engine;

/// <summary>Processors in use on average over a stretch: 1.0 is one whole core.</summary>
/// <param name="Generator">By this process.</param>
/// <param name="Product">By the processes under load.</param>
/// <param name="Others">By everything else on the machine, and what a hypervisor took away: the noise of the measurement.</param>
internal sealed record ProcessorUse(double Generator, double Product, double Others);
