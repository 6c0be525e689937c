namespace GrpcExp.Statistics.Nulls;

/// <summary>Whether variants lose values at the same rate.</summary>
/// <param name="Rates">Share of nulls of each variant in the order given, in [0, 1]; absent for one without units.</param>
/// <param name="ChiSquared">Pearson's statistic without correction, ≥ 0.</param>
/// <param name="DegreesOfFreedom">Variants with units, minus one.</param>
/// <param name="SmallestExpected">Smallest expected count of nulls or values in a variant; below 5 the χ² p-value is rough.</param>
/// <param name="PValue">P(χ² larger), or Fisher's for two variants with small counts; in [0, 1].</param>
/// <param name="IsExact">True when the p-value is Fisher's.</param>
/// <param name="Severity">OK, WARN or FAIL by the p-value; Unknown when there is none.</param>
public sealed record NullRateHomogeneity(
    IReadOnlyList<Measure> Rates,
    Measure ChiSquared,
    Measure DegreesOfFreedom,
    Measure SmallestExpected,
    Measure PValue,
    bool IsExact,
    CheckSeverity Severity);
