namespace GrpcExp.Statistics.Comparisons;

/// <summary>A comparison of means after the part that a pre-experiment covariate explains has been removed.</summary>
/// <param name="Theta">Regression slope of the metric on the covariate, in metric units per covariate unit.</param>
/// <param name="VarianceReduction">
/// 1 − (adjusted/unadjusted variance of the absolute difference), a fraction ≤ 1: the share of traffic saved.
/// Slightly negative when the covariate explains nothing.
/// </param>
/// <param name="Adjusted">The comparison of the adjusted means, which stay on the metric's scale.</param>
public sealed record CupedComparison(Measure Theta, Measure VarianceReduction, MeanComparison Adjusted);
