namespace GrpcExp.Statistics.Ratios;

/// <summary>A comparison of two ratios after the part that pre-experiment covariates explain has been removed.</summary>
/// <param name="Theta">Slope of the linearised ratio on each covariate, in their order; empty when there is none to report.</param>
/// <param name="VarianceReduction">1 − (adjusted/unadjusted variance of the difference of ratios), a fraction ≤ 1.</param>
/// <param name="Adjusted">The comparison of the adjusted ratios, which stay on the ratio's scale.</param>
public sealed record RatioCupedComparison(IReadOnlyList<double> Theta, Measure VarianceReduction, RatioComparison Adjusted);
