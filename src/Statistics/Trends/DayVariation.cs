namespace GrpcExp.Statistics.Trends;

/// <summary>A χ² test of how far daily effects lie from what is expected of them.</summary>
/// <param name="ChiSquared">Sum of squared deviations in standard errors (Cochran's Q), ≥ 0.</param>
/// <param name="DegreesOfFreedom">Days minus fitted parameters.</param>
/// <param name="PValue">P(χ² larger), in [0, 1].</param>
public sealed record DayVariation(Measure ChiSquared, Measure DegreesOfFreedom, Measure PValue);
