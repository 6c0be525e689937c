using Spectre.Console;

namespace GrpcExp.Load.Reports;

/// <summary>The verdicts and the main figures for whoever watches.</summary>
internal static class ConsoleReport
{
    public static void Print(IAnsiConsole console, LoadReport report)
    {
        var loads = new Table().Border(TableBorder.Rounded).Title("ms from the planned start");
        loads.AddColumn("load");
        foreach (var name in new[] { "planned /s", "achieved /s", "failed", "p50", "p99", "p99.9", "max", "late starts", "cores gen/product/others" })
        {
            loads.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var m in report.Measurements)
        {
            loads.AddRow(new[]
            {
                m.Name, m.IsOpenLoop ? Figures.Rate(m.PlannedPerSecond) : "saturated", Figures.Rate(m.AchievedPerSecond), Figures.Count(m.Failed + m.Dropped),
                Figures.Milliseconds(m.Latency.Percent50), Figures.Milliseconds(m.Latency.Percent99), Figures.Milliseconds(m.Latency.Percent999),
                Figures.Milliseconds(m.Latency.Maximum), m.IsOpenLoop ? Figures.Count(m.LateStarts) : "–",
                m.Processors is { } p ? $"{Figures.Cores(p.Generator)} / {Figures.Cores(p.Product)} / {Figures.Cores(p.Others)}" : "",
            }.Select(Markup.Escape).ToArray());
        }

        console.Write(loads);
        var verdicts = new Table().Border(TableBorder.Rounded).AddColumns("threshold", "demanded", "measured", "");
        foreach (var verdict in report.Verdicts)
        {
            verdicts.AddRow(
                Markup.Escape(verdict.Name), Markup.Escape(Figures.Limit(verdict)), Markup.Escape(Figures.Measured(verdict)),
                verdict.IsHeld ? "[green]held[/]" : "[red bold]FAILED[/]");
        }

        console.Write(verdicts);
        foreach (var fact in report.Facts)
        {
            console.MarkupLineInterpolated($"[grey]{fact.Name}:[/] {fact.Text}");
        }
    }
}
