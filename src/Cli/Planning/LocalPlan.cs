using GrpcExp.Cli.Terminal;
using GrpcExp.Statistics.Planning;
using Spectre.Console;

namespace GrpcExp.Cli.Planning;

/// <summary>Plans in this process and writes the result: no server is asked.</summary>
internal static class LocalPlan
{
    public static void Run(PlanInput input, bool json, bool withCurve, string? svgFile)
    {
        var question = PlanChecks.Checked(input);
        var plan = PlanChecks.Answer(question, input);
        PlannedDuration? duration = question.PerDay is { } perDay ? PlannedDuration.Of(plan.Units, perDay, question.WholeWeeks) : null;
        var curve = withCurve || svgFile is not null ? PowerCurve.Of(question, plan) : null;
        string title = $"Power to find {PlanWords.Effect(question, plan)} in {PlanWords.Metric(question)}";
        if (svgFile is not null)
        {
            File.WriteAllText(svgFile, CurveSvg.Of(curve!, title, Subtitle(plan)));
        }

        if (json)
        {
            using var output = Console.OpenStandardOutput();
            PlanJson.Write(output, question, plan, duration, withCurve ? curve!.Points : null);
            return;
        }

        Print(question, plan, duration, withCurve ? curve : null, title, svgFile);
    }

    private static string Subtitle(ExperimentPlan plan)
    {
        var design = plan.Design;
        string looks = design.Looks.Anytime ? ", always valid" : design.Looks.Count > 1 ? $", {design.Looks.Count} looks" : "";
        string several = design.Comparisons > 1 ? $" ({PlanWords.Correction(design)})" : "";
        return $"{design.Shares.Count} variants, α = {PlanWords.Rate(design.Alpha)} {PlanWords.Test(design)}{several}{looks}";
    }

    // Apart, so that the JSON path never loads the console library.
    private static void Print(PlanQuestion question, ExperimentPlan plan, PlannedDuration? duration, PowerCurve? curve, string title, string? svgFile)
    {
        var console = Terminals.Output();
        PlanPrinter.Print(console, question, plan, duration);
        if (curve is not null)
        {
            CurveChart.Print(console, title, curve);
        }

        if (svgFile is not null)
        {
            console.WriteLine($"Wrote {svgFile}.");
        }
    }
}
