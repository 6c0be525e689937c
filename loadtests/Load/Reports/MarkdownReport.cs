using System.Globalization;
using System.Text;
using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Reports;

/// <summary>A report for people, in the form that loadtests/RESULTS.md keeps.</summary>
internal static class MarkdownReport
{
    public static string Render(LoadReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# Load: {report.Scenario}, {(report.IsHeld ? "every threshold held" : "a threshold FAILED")}").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{report.StartTime:yyyy-MM-dd HH:mm} UTC, `{report.Command}`").AppendLine();
        var machine = report.Machine;
        text.AppendLine(CultureInfo.InvariantCulture, $"{machine.Processor}, {machine.Cores} cores, {machine.MemoryMebibytes:#,0} MiB; {machine.System}; generator on {machine.Runtime}; load average before the run {machine.LoadAverage:0.00}.");
        Verdicts(text, report);
        Latencies(text, report.Measurements);
        Generator(text, report.Measurements);
        if (report.Facts.Count > 0)
        {
            text.AppendLine().AppendLine("## Besides").AppendLine().AppendLine("| what | measured |").AppendLine("|---|---|");
            foreach (var fact in report.Facts)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {fact.Name} | {fact.Text} |");
            }
        }

        Histograms(text, report.Measurements);
        return text.ToString();
    }

    private static void Verdicts(StringBuilder text, LoadReport report)
    {
        text.AppendLine().AppendLine("## Verdicts").AppendLine().AppendLine("| threshold | demanded | measured | |").AppendLine("|---|---|---|---|");
        foreach (var verdict in report.Verdicts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {verdict.Name} | {Figures.Limit(verdict)} | {Figures.Measured(verdict)} | {(verdict.IsHeld ? "held" : "**FAILED**")} |");
        }
    }

    private static void Latencies(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        text.AppendLine().AppendLine("## Latency, ms from the planned start").AppendLine();
        text.AppendLine("| load | planned /s | achieved /s | ok | failed | p50 | p75 | p90 | p95 | p99 | p99.9 | p99.99 | max | mean |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var m in measurements)
        {
            var planned = m.IsOpenLoop ? Figures.Rate(m.PlannedPerSecond) : "saturated";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {m.Name} | {planned} | {Figures.Rate(m.AchievedPerSecond)} | {Figures.Count(m.Ok)} | {Figures.Count(m.Failed + m.Dropped)} | {string.Join(" | ", LatencyColumns.Of(m.Latency))} |");
        }

        foreach (var m in measurements.Where(m => m.FirstFailure.Length > 0))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"First failure of {m.Name}: {m.FirstFailure}");
        }
    }

    private static void Generator(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        text.AppendLine().AppendLine("## The generator's own share").AppendLine();
        text.AppendLine("Late starts are stalls of the generator; the p50 and p99 beside them count from the real start. Cores: 1.00 is one whole core; others are the noise.").AppendLine();
        text.AppendLine("| load | starts > 1 ms late | lateness p99 | p50 from start | p99 from start | generator cores | product cores | others' cores |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var m in measurements)
        {
            var late = m.IsOpenLoop ? $"{Figures.Count(m.LateStarts)} | {Figures.Milliseconds(m.Lateness.Percent99)}" : "– | –";
            var cores = m.Processors is { } p ? $"{Figures.Cores(p.Generator)} | {Figures.Cores(p.Product)} | {Figures.Cores(p.Others)}" : "| | ";
            text.AppendLine(CultureInfo.InvariantCulture, $"| {m.Name} | {late} | {Figures.Milliseconds(m.FromStart.Percent50)} | {Figures.Milliseconds(m.FromStart.Percent99)} | {cores} |");
        }
    }

    private static void Histograms(StringBuilder text, IReadOnlyList<Measurement> measurements)
    {
        const int width = 50;
        foreach (var m in measurements.Where(m => m.Histogram.Count > 0))
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## Histogram: {m.Name}").AppendLine().AppendLine("```");
            var most = m.Histogram.Max(b => b.Count);
            foreach (var bin in m.Histogram)
            {
                var bar = new string('█', (int)Math.Ceiling((double)bin.Count * width / most));
                text.AppendLine(CultureInfo.InvariantCulture, $"≤ {bin.To.TotalMilliseconds,10:0.0000} ms {bin.Count,11:#,0} {bar}");
            }

            text.AppendLine("```");
        }
    }
}
