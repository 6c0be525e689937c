namespace GrpcExp.Statistics.SampleRatio;

/// <summary>The outcome of a sample ratio mismatch test.</summary>
/// <param name="ChiSquared">Pearson's statistic, ≥ 0.</param>
/// <param name="DegreesOfFreedom">Variants with a positive weight, minus one.</param>
/// <param name="PValue">P(χ² larger) under the designed split, in [0, 1].</param>
/// <param name="Severity">OK, WARN or FAIL by the p-value; Unknown when there is none.</param>
/// <param name="UnitsInZeroWeightArms">Units seen in variants that should get none; left out of the statistic.</param>
public sealed record SampleRatioResult(
    Measure ChiSquared,
    Measure DegreesOfFreedom,
    Measure PValue,
    SampleRatioSeverity Severity,
    long UnitsInZeroWeightArms);
