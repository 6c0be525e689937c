namespace GrpcExp.Load.Engine;

/// <summary>Percentiles of a histogram, each within 1/64 above the truth; all zero when nothing was counted.</summary>
internal sealed record LatencySummary(
    TimeSpan Percent50,
    TimeSpan Percent75,
    TimeSpan Percent90,
    TimeSpan Percent95,
    TimeSpan Percent99,
    TimeSpan Percent999,
    TimeSpan Percent9999,
    TimeSpan Maximum,
    TimeSpan Mean,
    IReadOnlyList<CurvePoint> Curve)
{
    /// <summary>Quantiles of the curve that reports draw.</summary>
    private static readonly double[] CurveQuantiles =
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995, 0.9975, 0.999, 0.9995, 0.9999, 0.99999];

    public static LatencySummary None { get; } = Of(new LatencyHistogram());

    public static LatencySummary Of(LatencyHistogram histogram) => new(
        histogram.Quantile(0.5),
        histogram.Quantile(0.75),
        histogram.Quantile(0.9),
        histogram.Quantile(0.95),
        histogram.Quantile(0.99),
        histogram.Quantile(0.999),
        histogram.Quantile(0.9999),
        histogram.Maximum,
        histogram.Mean,
        histogram.Count == 0 ? [] : [.. CurveQuantiles.Select(q => new CurvePoint(q, histogram.Quantile(q)))]);
}
