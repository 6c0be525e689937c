namespace GrpcExp.Statistics.Monitoring;

/// <summary>The outcome of a Kolmogorov–Smirnov test.</summary>
/// <param name="Distance">Largest distance of the two empirical distribution functions, in [0, 1].</param>
/// <param name="PValue">P(distance at least as large) when both samples come from one distribution, in [0, 1].</param>
/// <param name="IsExact">True when the p-value counts all orders of the values, false for the limiting distribution.</param>
public sealed record DistributionComparison(Measure Distance, Measure PValue, bool IsExact);
