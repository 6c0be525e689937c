using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Analysis.Experiments;

/// <summary>The effect of one treatment on one metric in one segment.</summary>
/// <param name="Segment">The dimension, e.g. <c>country</c>.</param>
/// <param name="Value">Its value, e.g. <c>DE</c>.</param>
/// <param name="Comparison">Welch's comparison with the control inside the segment.</param>
/// <param name="PValueAdjusted">Bonferroni over all segments of the metric, every dimension, for this treatment.</param>
/// <param name="IsSignificantlyWorse">True when the adjusted p-value is below α and the change is in the bad direction.</param>
public sealed record SegmentEffect(
    string Segment, string Value, MeanComparison Comparison, Measure PValueAdjusted, bool IsSignificantlyWorse);
