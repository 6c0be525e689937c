using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Guardrails;

namespace GrpcExp.Analysis.Experiments;

/// <summary>One treatment against the control on one metric.</summary>
/// <param name="Variant">Key of the treatment.</param>
/// <param name="Comparison">The deciding test, Welch's unless another was planned: counts, means, absolute and relative difference, p-value.</param>
/// <param name="PValueAdjusted">The p-value corrected over every metric × treatment of the experiment.</param>
/// <param name="DecisionPValue">
/// The p-value corrected over the metrics of the same role × treatments only. This is what the scorecard reads, so that
/// adding a secondary metric never changes whether the primary one won.
/// </param>
/// <param name="Cuped">Variance-reduced comparison; null when control or treatment has no covariate.</param>
/// <param name="Guardrail">One-sided test; null unless the metric is a guardrail.</param>
/// <param name="Segments">Effects by segment, one entry per dimension.</param>
public sealed record VariantComparison(
    string Variant,
    MeanComparison Comparison,
    Measure PValueAdjusted,
    Measure DecisionPValue,
    CupedComparison? Cuped,
    GuardrailResult? Guardrail,
    IReadOnlyList<SegmentDimension> Segments)
{
    /// <summary>Other ways to look at the comparison, in a fixed order; empty unless asked for.</summary>
    public IReadOnlyList<Reading> Readings { get; init; } = [];
}
