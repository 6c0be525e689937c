namespace GrpcExp.Statistics.Nulls;

/// <summary>One day's share of nulls against the days before it.</summary>
/// <param name="WindowRate">Share over all days of the window, in [0, 1].</param>
/// <param name="Rate">Share on the day, in [0, 1].</param>
/// <param name="Overdispersion">
/// Pearson's χ² of the window over its degrees of freedom: 1 when days differ by chance alone, larger when they have a life of
/// their own. The test takes at least 1.
/// </param>
/// <param name="Statistic">Rate − window rate in standard errors that count the overdispersion.</param>
/// <param name="DegreesOfFreedom">Days of the window minus one.</param>
/// <param name="PValue">Two-sided, in [0, 1].</param>
/// <param name="IsExact">True when the p-value is Fisher's alone.</param>
/// <param name="Severity">OK, WARN or FAIL by the p-value; Unknown when there is none.</param>
public sealed record NullRateScore(
    Measure WindowRate,
    Measure Rate,
    Measure Overdispersion,
    Measure Statistic,
    Measure DegreesOfFreedom,
    Measure PValue,
    bool IsExact,
    CheckSeverity Severity);
