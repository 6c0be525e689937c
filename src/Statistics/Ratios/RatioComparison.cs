using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Ratios;

/// <summary>The comparison of two ratios of means, such as clicks per view when the unit is a user.</summary>
/// <param name="Ratios">
/// The ratios in place of the means: their difference, Fieller's interval of the lift, and the deciding p-value.
/// </param>
/// <param name="RelativeDelta">
/// The lift as a fraction with the symmetric delta-method interval. It can disagree with the p-value; Fieller's does not.
/// </param>
public sealed record RatioComparison(MeanComparison Ratios, Estimate RelativeDelta);
