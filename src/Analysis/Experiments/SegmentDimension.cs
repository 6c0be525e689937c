using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Experiments;

/// <summary>The effects along one dimension and whether they differ from each other.</summary>
/// <param name="Segment">The dimension, e.g. <c>country</c>.</param>
/// <param name="Q">Cochran's Q, ≥ 0.</param>
/// <param name="DegreesOfFreedom">Of its χ² distribution.</param>
/// <param name="PValue">Small means that the effect differs between the values of the dimension.</param>
/// <param name="Effects">One per value, in input order.</param>
public sealed record SegmentDimension(
    string Segment, Measure Q, Measure DegreesOfFreedom, Measure PValue, IReadOnlyList<SegmentEffect> Effects);
