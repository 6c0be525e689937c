using System.Globalization;
using System.Net;
using System.Text;
using GrpcExp.Load.Engine;

namespace GrpcExp.Load.Reports;

/// <summary>A report as one file without references to anything outside it, readable in light and dark.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8886; --bar: #2a78c2; --good: #16794c; --bad: #c0262d; }
        @media (prefers-color-scheme: dark) { :root { --bar: #6cb2f5; --good: #58d39a; --bad: #ff7b80; } }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem; background: Canvas; color: CanvasText; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        .scroll { overflow-x: auto; } .good { color: var(--good); } .bad { color: var(--bad); font-weight: 700; }
        .charts { display: flex; flex-wrap: wrap; gap: 1.5rem; } figure { margin: 0; } figcaption { font-size: .9em; }
        svg { background: color-mix(in srgb, CanvasText 4%, Canvas); } svg text { fill: CanvasText; font-size: 11px; }
        svg .bar { fill: var(--bar); } svg .curve { fill: none; stroke: var(--bar); stroke-width: 2; } svg .grid { stroke: var(--line); }
        """;

    public static string Render(LoadReport report)
    {
        var html = new StringBuilder();
        html.AppendLine(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Load: {Text(report.Scenario)}</title><style>{Style}</style></head><body>");
        html.AppendLine(CultureInfo.InvariantCulture, $"<h1>Load: {Text(report.Scenario)}, <span class=\"{Class(report.IsHeld)}\">{(report.IsHeld ? "every threshold held" : "a threshold failed")}</span></h1>");
        var machine = report.Machine;
        html.AppendLine(CultureInfo.InvariantCulture, $"<p>{report.StartTime:yyyy-MM-dd HH:mm} UTC, <code>{Text(report.Command)}</code><br>{Text(machine.Processor)}, {machine.Cores} cores, {machine.MemoryMebibytes:#,0} MiB; {Text(machine.System)}; generator on {Text(machine.Runtime)}; load average before the run {machine.LoadAverage:0.00}</p>");
        Table(html, ["threshold", "demanded", "measured", "verdict"], report.Verdicts.Select(v => new[]
        {
            Text(v.Name), Text(Figures.Limit(v)), Text(Figures.Measured(v)), $"<span class=\"{Class(v.IsHeld)}\">{(v.IsHeld ? "held" : "FAILED")}</span>",
        }));
        html.AppendLine("<h2>Latency, ms from the planned start</h2>");
        Table(html, ["load", "planned /s", "achieved /s", "ok", "failed", .. LatencyColumns.Names], report.Measurements.Select(m => (string[])
        [
            Text(m.Name), m.IsOpenLoop ? Figures.Rate(m.PlannedPerSecond) : "saturated", Figures.Rate(m.AchievedPerSecond), Figures.Count(m.Ok),
            Figures.Count(m.Failed + m.Dropped), .. LatencyColumns.Of(m.Latency),
        ]));
        html.AppendLine("<h2>The generator's own share</h2><p>Late starts are stalls of the generator; the latencies beside them count from the real start. 1.00 is one whole core; the others' cores are the noise.</p>");
        Table(html, ["load", "starts > 1 ms late", "lateness p99", "p50 from start", "p99 from start", "generator cores", "product cores", "others' cores"], report.Measurements.Select(Generator));
        foreach (var m in report.Measurements.Where(m => m.Histogram.Count > 0))
        {
            html.AppendLine(CultureInfo.InvariantCulture, $"<h2>{Text(m.Name)}</h2><div class=\"charts\"><figure>{LatencyChart.Histogram(m)}<figcaption>How many answers took how long</figcaption></figure><figure>{LatencyChart.Curve(m)}<figcaption>Latency by percentile</figcaption></figure></div>");
            if (m.FirstFailure.Length > 0)
            {
                html.AppendLine(CultureInfo.InvariantCulture, $"<p class=\"bad\">First failure: {Text(m.FirstFailure)}</p>");
            }
        }

        html.AppendLine("<h2>Besides</h2>");
        Table(html, ["what", "measured"], report.Facts.Select(f => new[] { Text(f.Name), Text(f.Text) }));
        return html.AppendLine("</body></html>").ToString();
    }

    private static string[] Generator(Measurement m) =>
    [
        Text(m.Name), m.IsOpenLoop ? Figures.Count(m.LateStarts) : "–", m.IsOpenLoop ? Figures.Milliseconds(m.Lateness.Percent99) : "–",
        Figures.Milliseconds(m.FromStart.Percent50), Figures.Milliseconds(m.FromStart.Percent99),
        .. m.Processors is { } p ? new[] { Figures.Cores(p.Generator), Figures.Cores(p.Product), Figures.Cores(p.Others) } : ["", "", ""],
    ];

    private static void Table(StringBuilder html, IEnumerable<string> head, IEnumerable<string[]> rows)
    {
        html.Append("<div class=\"scroll\"><table><tr>").AppendJoin("", head.Select(h => $"<th>{Text(h)}</th>")).AppendLine("</tr>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).AppendLine("</tr>");
        }

        html.AppendLine("</table></div>");
    }

    private static string Class(bool isGood) => isGood ? "good" : "bad";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
