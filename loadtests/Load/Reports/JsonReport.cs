using System.Text.Json;
using System.Text.Json.Serialization;
using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Reports;

/// <summary>A report for programs. The names are a contract: loadtests/README.md documents every one.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static string Render(LoadReport report) => JsonSerializer.Serialize(
        new
        {
            report.Scenario,
            StartTime = report.StartTime.UtcDateTime,
            report.Command,
            Held = report.IsHeld,
            Machine = new
            {
                report.Machine.Processor,
                report.Machine.Cores,
                MemoryMib = report.Machine.MemoryMebibytes,
                report.Machine.System,
                report.Machine.Runtime,
                report.Machine.LoadAverage,
            },
            Verdicts = report.Verdicts.Select(v => new
            {
                v.Name,
                Demand = v.Demand == GrpcExp.Load.Verdicts.Demand.Below ? "below" : "at_least",
                v.Limit,
                Measured = Finite(v.Measured),
                v.Unit,
                Held = v.IsHeld,
            }),
            Measurements = report.Measurements.Select(Describe),
            Facts = report.Facts.Select(f => new { f.Name, f.Text }),
        },
        Options);

    private static object Describe(Measurement m) => new
    {
        m.Name,
        Loop = m.IsOpenLoop ? "open" : "closed",
        m.PlannedPerSecond,
        AchievedPerSecond = Math.Round(m.AchievedPerSecond, 1),
        ElapsedSeconds = m.Elapsed.TotalSeconds,
        m.Ok,
        m.Failed,
        m.Dropped,
        m.FirstFailure,
        LatencyMs = Describe(m.Latency),
        FromStartMs = Describe(m.FromStart),
        m.LateStarts,
        LatenessMs = Describe(m.Lateness),
        Processors = m.Processors is { } p ? new { p.Generator, p.Product, p.Others } : null,
        Curve = m.Latency.Curve.Select(c => new { c.Quantile, Ms = c.Latency.TotalMilliseconds }),
        Histogram = m.Histogram.Select(b => new { FromMs = b.From.TotalMilliseconds, ToMs = b.To.TotalMilliseconds, b.Count }),
    };

    private static Dictionary<string, double> Describe(LatencySummary latency) => new()
    {
        ["p50"] = latency.Percent50.TotalMilliseconds,
        ["p75"] = latency.Percent75.TotalMilliseconds,
        ["p90"] = latency.Percent90.TotalMilliseconds,
        ["p95"] = latency.Percent95.TotalMilliseconds,
        ["p99"] = latency.Percent99.TotalMilliseconds,
        ["p999"] = latency.Percent999.TotalMilliseconds,
        ["p9999"] = latency.Percent9999.TotalMilliseconds,
        ["max"] = latency.Maximum.TotalMilliseconds,
        ["mean"] = latency.Mean.TotalMilliseconds,
    };

    // JSON has no such numbers; null says that nothing could be measured.
    private static double? Finite(double number) => double.IsFinite(number) ? number : null;
}
