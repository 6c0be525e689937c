using Spectre.Console;

namespace GrpcExp.Cli.Readouts;

/// <summary>Prints a readout as tables. Only called for people: the JSON path never loads the console library.</summary>
internal static class ReadoutPrinter
{
    public static void Print(IAnsiConsole console, Readout readout)
    {
        console.Write(new Rule($"[bold]{Markup.Escape(readout.Title)}[/]").LeftJustified());
        foreach (var note in readout.Notes)
        {
            console.WriteLine(note);
        }

        console.WriteLine($"mode {readout.Mode}, control {readout.Control}, two-sided level {readout.Alpha}");
        if (readout.Method.Length > 0)
        {
            console.WriteLine($"decided by: {readout.Method}");
        }

        console.WriteLine();
        Variants(console, readout);
        Quality(console, readout);
        Metrics(console, readout);
        Cuped(console, readout);
        Readings(console, readout);
        Looks(console, readout);
        Segments(console, readout);
        Scorecard(console, readout);
    }

    /// <summary>A verdict in its colour.</summary>
    public static string Coloured(string verdict) => verdict switch
    {
        "GREEN" => "[bold black on green] GREEN [/]",
        "YELLOW" => "[bold black on yellow] YELLOW [/]",
        "RED" => "[bold white on red] RED [/]",
        _ => Markup.Escape(verdict),
    };

    /// <summary>A severity in its colour.</summary>
    public static string Severity(string severity) => severity switch
    {
        "OK" => "[green]OK[/]",
        "WARN" => "[yellow]WARN[/]",
        "FAIL" or "ERROR" => $"[red]{severity}[/]",
        _ => Markup.Escape(severity),
    };

    private static void Variants(IAnsiConsole console, Readout readout)
    {
        var total = Math.Max(1, readout.Variants.Sum(v => v.Units));
        var table = Table("Variant", ">Units", ">Share", ">Designed");
        foreach (var variant in readout.Variants)
        {
            Add(table, variant.Variant, Figures.Count(variant.Units), Figures.Share((double)variant.Units / total), Figures.Share(variant.ExpectedShare));
        }

        console.Write(table);
        var srm = readout.SampleRatio;
        console.MarkupLine($"Sample ratio: {Severity(srm.Severity)}  χ² = {Figures.Mean(srm.ChiSquared, "mean")}, df = {srm.DegreesOfFreedom}, p = {srm.PValue:0.000000}");
        console.WriteLine();
    }

    private static void Quality(IAnsiConsole console, Readout readout)
    {
        var findings = readout.Quality.Where(finding => finding.Count > 0 || finding.Severity != "OK").ToArray();
        if (findings.Length == 0)
        {
            console.MarkupLine("Data quality: [green]no finding[/]");
            console.WriteLine();
            return;
        }

        var table = Table("Data quality", "Severity", ">Count", "Detail");
        foreach (var finding in findings)
        {
            table.AddRow(Markup.Escape(finding.Check), Severity(finding.Severity), Figures.Count(finding.Count), Markup.Escape(finding.Detail));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void Metrics(IAnsiConsole console, Readout readout)
    {
        var table = Table("Metric", "Role", "Variant", ">Control", ">Treatment", ">Difference", ">Relative", ">p", ">p adjusted");
        foreach (var row in readout.Rows)
        {
            Add(
                table,
                row.Metric,
                row.Role,
                row.Variant,
                Figures.Mean(row.ControlMean, row.Type),
                Figures.Mean(row.TreatmentMean, row.Type),
                Figures.Interval(row.Absolute, value => Figures.Difference(value, row.Type)),
                Figures.Interval(row.Relative, Figures.Lift),
                row.PValue is null && row.Absence.Length > 0 ? $"{Figures.None} ({row.Absence})" : Figures.P(row.PValue),
                Figures.P(row.PValueAdjusted));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void Cuped(IAnsiConsole console, Readout readout)
    {
        var rows = readout.Rows.Where(row => row.Cuped is not null).ToArray();
        if (rows.Length == 0)
        {
            return;
        }

        var table = Table("With CUPED", "Variant", ">Variance saved", ">Difference", ">Relative", ">p");
        foreach (var row in rows)
        {
            Add(
                table,
                row.Metric,
                row.Variant,
                row.Cuped!.VarianceReduction is { } saved ? Figures.Share(saved) : Figures.None,
                Figures.Interval(row.Cuped.Absolute, value => Figures.Difference(value, row.Type)),
                Figures.Interval(row.Cuped.Relative, Figures.Lift),
                Figures.P(row.Cuped.PValue));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void Readings(IAnsiConsole console, Readout readout)
    {
        if (readout.Rows.All(row => row.Readings.Count == 0))
        {
            return;
        }

        var table = Table("Other methods", "Metric", "Variant", ">Difference", ">Relative", ">p", "");
        foreach (var (row, reading) in readout.Rows.SelectMany(row => row.Readings.Select(reading => (row, reading))))
        {
            Add(
                table,
                reading.Method,
                row.Metric,
                row.Variant,
                Figures.Interval(reading.Absolute, value => Figures.Difference(value, row.Type)),
                Figures.Interval(reading.Relative, Figures.Lift),
                Figures.P(reading.PValue),
                string.Join('\n', reading.Numbers.Select(number => $"{number.Name} {Number(number.Name, number.Value, row.Type)}")));
        }

        console.Write(table);
        console.WriteLine();
    }

    private static string Number(string name, double? value, string type) => name switch
    {
        "variance reduction" => value is { } share ? Figures.Share(share) : Figures.None,
        "chance to beat" => Figures.P(value),
        _ => Figures.Mean(value, type),
    };

    private static void Looks(IAnsiConsole console, Readout readout)
    {
        if (readout.Looks.Count == 0)
        {
            return;
        }

        bool running = readout.Looks.Any(look => look.RunningPValue is not null);
        var table = running
            ? Table("Look", "Metric", "Variant", ">Units", ">Difference", ">Relative", ">p", ">p so far")
            : Table("Look", "Metric", "Variant", ">Units", ">Difference", ">Relative", ">p");
        foreach (var look in readout.Looks)
        {
            string[] cells =
            [
                look.Time,
                look.Metric,
                look.Variant,
                Figures.Count(look.Units),
                Figures.Interval(look.Absolute, value => Figures.Difference(value, look.Type)),
                Figures.Interval(look.Relative, Figures.Lift),
                Figures.P(look.PValue),
            ];
            Add(table, running ? [.. cells, Figures.P(look.RunningPValue)] : cells);
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void Segments(IAnsiConsole console, Readout readout)
    {
        if (readout.Segments.Count == 0)
        {
            return;
        }

        var table = Table("Segment", "Metric", "Variant", ">Units", ">Relative", ">p adjusted", "");
        foreach (var row in readout.Segments)
        {
            table.AddRow(
                Markup.Escape($"{row.Segment} = {row.Value}"),
                Markup.Escape(row.Metric),
                Markup.Escape(row.Variant),
                Figures.Count(row.Units),
                Markup.Escape(Figures.Interval(row.Relative, Figures.Lift)),
                Figures.P(row.PValueAdjusted),
                row.IsWorse ? "[red]significantly worse[/]" : "");
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void Scorecard(IAnsiConsole console, Readout readout)
    {
        console.MarkupLine($"{Coloured(readout.Verdict)} [bold]{Markup.Escape(readout.Recommendation)}[/]");
        foreach (var reason in readout.Reasons)
        {
            console.WriteLine($"  - {reason}");
        }

        console.WriteLine();
    }

    // A leading ">" aligns a column right.
    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var name = new TableColumn(Markup.Escape(column.TrimStart('>')));
            table.AddColumn(column.StartsWith('>') ? name.RightAligned() : name);
        }

        return table;
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
}
