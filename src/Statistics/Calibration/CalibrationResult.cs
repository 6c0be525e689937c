using GrpcExp.Statistics.Monitoring;

namespace GrpcExp.Statistics.Calibration;

/// <summary>Whether the p-values of A/A tests are what p-values without an effect should be.</summary>
/// <param name="Tests">Number of p-values.</param>
/// <param name="Rejections">Share of significant tests at each level asked for, in that order.</param>
/// <param name="Uniformity">One-sample Kolmogorov–Smirnov test against the uniform distribution.</param>
/// <param name="VarianceRatio">
/// Mean of z², z being the normal number with that two-sided p-value: true variance of the effects over the variance that the
/// tests assumed. 1 is right, 2 means standard errors too small by √2; interval by χ², no standard error.
/// </param>
/// <param name="VarianceRatioPValue">Twice the smaller tail of χ², in [0, 1].</param>
/// <param name="PValue">The smallest of all these p-values, Bonferroni-adjusted over them.</param>
/// <param name="Severity">OK, WARN or FAIL by that p-value; Unknown when there is none.</param>
public sealed record CalibrationResult(
    int Tests,
    IReadOnlyList<RejectionRate> Rejections,
    DistributionComparison Uniformity,
    Estimate VarianceRatio,
    Measure VarianceRatioPValue,
    Measure PValue,
    CheckSeverity Severity);
