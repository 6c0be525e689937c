namespace GrpcExp.Statistics.Segments;

/// <summary>Effects by segment and whether they differ from each other.</summary>
/// <param name="Segments">In the order given.</param>
/// <param name="Q">Cochran's Q of the absolute differences, ≥ 0.</param>
/// <param name="DegreesOfFreedom">Segments with a standard error, minus one.</param>
/// <param name="PValue">P(χ² larger): small means the effect differs between segments.</param>
public sealed record HeterogeneityResult(
    IReadOnlyList<SegmentComparison> Segments, Measure Q, Measure DegreesOfFreedom, Measure PValue);
