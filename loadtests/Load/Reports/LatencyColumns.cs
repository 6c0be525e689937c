using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Reports;

/// <summary>A latency summary as the columns of a table, in one order everywhere.</summary>
internal static class LatencyColumns
{
    public static IReadOnlyList<string> Names { get; } = ["p50", "p75", "p90", "p95", "p99", "p99.9", "p99.99", "max", "mean"];

    public static IReadOnlyList<string> Of(LatencySummary latency) =>
    [
        .. new[]
        {
            latency.Percent50, latency.Percent75, latency.Percent90, latency.Percent95, latency.Percent99, latency.Percent999,
            latency.Percent9999, latency.Maximum, latency.Mean,
        }.Select(Figures.Milliseconds),
    ];
}
