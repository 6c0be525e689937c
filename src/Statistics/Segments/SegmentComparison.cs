using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Segments;

/// <summary>The effect in one segment.</summary>
/// <param name="Segment">The label given.</param>
/// <param name="Comparison">Welch's comparison inside the segment; its intervals are not adjusted.</param>
/// <param name="PValueAdjusted">Its p-value, Bonferroni-adjusted over the segments that could be tested.</param>
public sealed record SegmentComparison(string Segment, MeanComparison Comparison, Measure PValueAdjusted);
