using GrpcExp.Load.Engine;
using GrpcExp.Load.Machine;
using GrpcExp.Load.Reports;
using GrpcExp.Load.Verdicts;

namespace GrpcExp.Unit.Load;

/// <summary>Reports to render.</summary>
internal static class LoadReports
{
    /// <summary>One threshold held and one failed, and a name that wants escaping.</summary>
    public static LoadReport Mixed() => new(
        "uds",
        new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        "load uds --rate 10",
        new MachineDescription("Example CPU", 2, 4096, "Linux", ".NET", 0.25),
        [new Verdict("uds: p99", Demand.Below, 10, 1.5, "ms"), new Verdict("uds: throughput", Demand.AtLeast, 250_000, double.NaN, "lookups/s")],
        [Measurement("a <load>", [100, 1_000, 9_000_000])],
        [new Fact("echo", "ratio 1.2")]);

    /// <summary>An open loop with these latencies in nanoseconds.</summary>
    public static Measurement Measurement(string name, long[] latencies)
    {
        var histogram = new LatencyHistogram();
        foreach (var latency in latencies)
        {
            histogram.Record(latency);
        }

        return new Measurement
        {
            Name = name,
            IsOpenLoop = true,
            PlannedPerSecond = 10,
            AchievedPerSecond = 9.9,
            Elapsed = TimeSpan.FromSeconds(2),
            Ok = latencies.Length,
            Latency = LatencySummary.Of(histogram),
            FromStart = LatencySummary.Of(histogram),
            LateStarts = 4,
            Lateness = LatencySummary.Of(histogram),
            Histogram = histogram.Bins(),
            Processors = new ProcessorUse(0.5, 0.25, 0.125),
        };
    }
}
