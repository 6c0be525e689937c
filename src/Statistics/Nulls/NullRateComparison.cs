namespace GrpcExp.Statistics.Nulls;

/// <summary>Today's share of nulls against a baseline.</summary>
/// <param name="Baseline">Share in the baseline, in [0, 1].</param>
/// <param name="Current">Share today, in [0, 1].</param>
/// <param name="Change">Current − baseline as a fraction, with Newcombe's interval.</param>
/// <param name="Statistic">z of the change with the pooled variance; absent when the p-value is exact.</param>
/// <param name="PValue">Two-sided, in [0, 1].</param>
/// <param name="IsExact">True when the p-value is Fisher's.</param>
/// <param name="Severity">OK, WARN or FAIL by the p-value; Unknown when there is none.</param>
public sealed record NullRateComparison(
    Measure Baseline,
    Measure Current,
    Estimate Change,
    Measure Statistic,
    Measure PValue,
    bool IsExact,
    CheckSeverity Severity);
