using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using Spectre.Console;

namespace GrpcExp.Cli.Experiments;

/// <summary>A launch checklist as people read it: one line a check, then what to expect.</summary>
internal static class ChecklistPrinter
{
    public static void Print(IAnsiConsole console, LaunchChecklist checklist)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("Check", "Found", "Detail");
        foreach (var check in checklist.Checks)
        {
            table.AddRow(Markup.Escape(check.Check), $"[{ColourOf(check.Status)}]{WordOf(check.Status)}[/]", Markup.Escape(check.Detail));
        }

        console.Write(table);
        foreach (var line in Expectations(checklist.Forecast))
        {
            console.WriteLine(line);
        }

        console.WriteLine(checklist.Ready ? "ready: no check failed" : "not ready: see what failed");
    }

    private static IEnumerable<string> Expectations(TrafficForecast forecast)
    {
        if (forecast.HasUnitsPerDay)
        {
            yield return Line($"{forecast.UnitsPerDay:N0} units a day, {forecast.ExpectedUnits:N0} in the planned days");
        }

        if (forecast.HasUnitsNeeded)
        {
            yield return Line($"{forecast.UnitsNeeded:N0} units needed, {(forecast.HasDaysNeeded ? Line($"{forecast.DaysNeeded} days") : "more days than an experiment runs")}");
        }

        if (forecast.HasPower)
        {
            yield return Line($"power {forecast.Power * 100:0.0} %, detectable effect {forecast.DetectableEffect * 100:0.##} %");
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string WordOf(LaunchCheckStatus status) => status.ToString().ToUpperInvariant();

    private static string ColourOf(LaunchCheckStatus status) => status switch
    {
        LaunchCheckStatus.Pass => "green",
        LaunchCheckStatus.Fail => "red",
        _ => "yellow",
    };
}
