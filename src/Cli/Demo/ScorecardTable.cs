using GrpcExp.Cli.Readouts;
using Spectre.Console;

namespace GrpcExp.Cli.Demo;

/// <summary>One line an experiment: what was decided, on which numbers, and why.</summary>
internal static class ScorecardTable
{
    private const int ReasonLength = 100;

    public static void Print(IAnsiConsole console, IEnumerable<Readout> readouts)
    {
        var table = new Table().Border(TableBorder.Simple).Title("[bold]Scorecards[/]");
        table.AddColumns("Verdict", "Experiment", "Primary metric");
        table.AddColumn(new TableColumn("Lift (95 % CI)").RightAligned());
        table.AddColumns("SRM", "Recommendation", "First reason");
        foreach (var readout in readouts.OrderBy(r => Order(r.Verdict)).ThenBy(r => r.Title, StringComparer.Ordinal))
        {
            var primary = readout.Rows.FirstOrDefault(row => row.Role == "primary");
            table.AddRow(
                ReadoutPrinter.Coloured(readout.Verdict),
                Markup.Escape(readout.Title),
                Markup.Escape(primary?.Metric ?? Figures.None),
                Markup.Escape(primary is null ? Figures.None : Figures.Interval(primary.Relative, Figures.Lift)),
                ReadoutPrinter.Severity(readout.SampleRatio.Severity),
                Markup.Escape(readout.Recommendation),
                Markup.Escape(Short(readout.Reasons.FirstOrDefault() ?? "")));
        }

        console.Write(table);
    }

    private static int Order(string verdict) => verdict switch
    {
        "GREEN" => 0,
        "YELLOW" => 1,
        _ => 2,
    };

    private static string Short(string reason) => reason.Length <= ReasonLength ? reason : reason[..(ReasonLength - 1)] + "…";
}
