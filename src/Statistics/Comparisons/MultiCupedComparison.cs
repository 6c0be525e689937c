namespace GrpcExp.Statistics.Comparisons;

/// <summary>A comparison of means after the part that several pre-experiment covariates explain has been removed.</summary>
/// <param name="Theta">
/// Slope of the metric on each covariate, in their order, in metric units per covariate unit; empty when there is none to report.
/// </param>
/// <param name="VarianceReduction">
/// 1 − (adjusted/unadjusted variance of the absolute difference), a fraction ≤ 1. Slightly negative when the covariates
/// explain nothing. Absent with the reason why there is no adjustment.
/// </param>
/// <param name="Adjusted">The comparison of the adjusted means, which stay on the metric's scale.</param>
public sealed record MultiCupedComparison(IReadOnlyList<double> Theta, Measure VarianceReduction, MeanComparison Adjusted);
