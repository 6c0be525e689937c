using System.Globalization;
using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Terminal;
using Spectre.Console;

namespace GrpcExp.Cli.Experiments;

/// <summary>One line an experiment, with its interval as a bar: bars share one scale, so that they can be compared.</summary>
internal static class PortfolioPrinter
{
    private const int HalfBar = 10;
    private const double ShownShare = 0.9;

    public static void Print(IAnsiConsole console, IReadOnlyList<PortfolioRow> rows, DateTimeOffset now)
    {
        var reach = Reach(rows);
        var table = Tables.Of("Experiment", "State", "Verdict", "#Days", "Primary metric", "#Lift (95 % CI)", "Interval", "SRM", "Data", "Owner");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Experiment.Key),
                ExperimentPrinter.Word(row.Experiment.State),
                row.Verdict.Length > 0 ? ReadoutPrinter.Coloured(row.Verdict) : "",
                row.Days(now)?.ToString(CultureInfo.InvariantCulture) ?? "",
                Markup.Escape(row.Experiment.PrimaryMetric),
                Lift(row),
                row.Lift is { } lift ? Bar(lift.CiLow, lift.Estimate_, lift.CiHigh, reach) : "",
                row.Analysis is null ? "" : ReadoutPrinter.Severity(row.Analysis.Srm.Severity.ToUpperInvariant()),
                row.QualityFindings > 0 ? $"[yellow]{row.QualityFindings.ToString(CultureInfo.InvariantCulture)} found[/]" : "",
                Markup.Escape(row.Experiment.Owner));
        }

        console.Write(table);
        var bars = rows.Any(row => row.Lift is not null) ? $"; bars reach from {Figures.Lift(-reach)} to {Figures.Lift(reach)}" : "";
        console.WriteLine($"{Tables.Count(rows.Count, "experiment")}{bars}");
    }

    private static string Lift(PortfolioRow row) => row.Lift is { } lift
        ? Figures.Interval(new ReadoutInterval(lift.Estimate_, lift.CiLow, lift.CiHigh), Figures.Lift)
        : "";

    private static string Bar(double low, double estimate, double high, double reach)
    {
        // Whether up is good, the metric says; that zero is out of the interval, the bar can.
        var colour = low > 0 || high < 0 ? "aqua" : "grey";
        return $"[{colour}]{IntervalBar.Draw(low, estimate, high, reach, HalfBar)}[/]";
    }

    /// <summary>The scale that shows most intervals whole: the few widest are cut, or they would flatten all others.</summary>
    private static double Reach(IReadOnlyList<PortfolioRow> rows)
    {
        var widths = rows.Select(row => row.Lift).OfType<Contracts.Analysis.V1.Estimate>().Select(lift => Math.Max(Math.Abs(lift.CiLow), Math.Abs(lift.CiHigh))).Order().ToArray();
        return widths.Length == 0 ? 1 : Math.Max(widths[(int)Math.Ceiling(widths.Length * ShownShare) - 1], 1e-6);
    }
}
