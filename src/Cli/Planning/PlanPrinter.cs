using System.Globalization;
using GrpcExp.Cli.Readouts;
using GrpcExp.Statistics.Planning;
using Spectre.Console;

namespace GrpcExp.Cli.Planning;

/// <summary>Prints a plan for people. The JSON path never loads the console library.</summary>
internal static class PlanPrinter
{
    public static void Print(IAnsiConsole console, PlanQuestion question, ExperimentPlan plan, PlannedDuration? duration)
    {
        console.Write(new Rule($"[bold]Plan for {Markup.Escape(PlanWords.Metric(question))}[/]").LeftJustified());
        console.MarkupLine(
            $"[bold]{PlanWords.Units(plan.Units)}[/] units find an effect of [bold]{Markup.Escape(PlanWords.Effect(question, plan))}[/] with power [bold]{PlanWords.Probability(plan.Power)}[/].");
        console.WriteLine();
        Variants(console, plan);
        var facts = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        foreach (var (name, text) in Facts(question, plan, duration))
        {
            facts.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(text));
        }

        console.Write(new Padder(facts, new Padding(2, 0, 0, 1)));
    }

    private static void Variants(IAnsiConsole console, ExperimentPlan plan)
    {
        bool clustered = plan.Design.Clusters is not null;
        var table = new Table().Border(TableBorder.Simple).AddColumn("Variant");
        string[] columns = ["Units", "Share", .. clustered ? ["Clusters"] : Array.Empty<string>(), "Power"];
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var (name, variant) in PlanVariants.Named(plan))
        {
            table.AddRow([name, PlanWords.Units(variant.Units), Figures.Share(variant.Share), .. clustered ? [PlanWords.Units(variant.Clusters)] : Array.Empty<string>(), PlanWords.Probability(variant.Power)]);
        }

        table.AddRow([
            "[bold]all[/]", $"[bold]{PlanWords.Units(plan.Units)}[/]", "100 %",
            .. clustered ? [Figures.Count((long)plan.Variants.Sum(v => v.Clusters.Value))] : Array.Empty<string>(), ""]);
        console.Write(table);
    }

    private static IEnumerable<(string Name, string Text)> Facts(PlanQuestion question, ExperimentPlan plan, PlannedDuration? duration)
    {
        var design = plan.Design;
        double baseline = design.Metric.Baseline.Value;
        yield return ("Effect", $"{Figures.Lift(plan.RelativeEffect.OrNull)} relative, {Figures.Difference(plan.Effect.Value, question.Type)} absolute: {Figures.Mean(baseline, question.Type)} → {Figures.Mean(baseline + plan.Effect.Value, question.Type)}");
        yield return ("Power", design.Comparisons > 1 ? $"{PlanWords.Probability(plan.Power)}, of the comparison with the least" : PlanWords.Probability(plan.Power));
        yield return ("Alpha", design.Comparisons > 1
            ? $"{PlanWords.Rate(design.Alpha)} {PlanWords.Test(design)}, {PlanWords.Rate(plan.ComparisonAlpha.Value)} a comparison ({PlanWords.Correction(design)}, {design.Comparisons} treatments)"
            : $"{PlanWords.Rate(design.Alpha)} {PlanWords.Test(design)}, {PlanWords.Rate(plan.ComparisonAlpha.Value)} a comparison");
        yield return ("Standard deviation", design.Adjustment is null
            ? $"{Figures.Mean(plan.StandardDeviation.OrNull, "mean")} a unit"
            : $"{Figures.Mean(plan.StandardDeviation.OrNull, "mean")} a unit after CUPED, {Figures.Mean(Math.Sqrt(design.Metric.Variance.Value), "mean")} before");
        if (design.Adjustment is { } adjustment)
        {
            yield return ("Variance reduction", $"{Figures.Share(adjustment.Explained)} by CUPED: so many units fewer");
        }

        if (design.Clusters is { } clusters)
        {
            yield return ("Design effect", $"{Figures.Mean(clusters.DesignEffect, "mean")}: {PlanWords.Units(plan.Units)} units say as much as {Figures.Count((long)plan.EffectiveUnits.Value)} independent ones");
        }

        if (design.Looks != PlannedLooks.Once)
        {
            string looks = design.Looks.Anytime
                ? "at any time; power is that of the look when all units are in"
                : $"{design.Looks.Count}, equally spaced, {(design.Looks.Spending!.Name == "pocock" ? "Pocock" : "O'Brien-Fleming")} spending";
            yield return ("Looks", looks);
            yield return ("Price of looking", $"{Factor(plan.InflationFactor.Value)} times the units of a single look");
        }

        if (duration is { } time)
        {
            yield return ("Duration", Duration(question, time));
        }
    }

    private static string Duration(PlanQuestion question, PlannedDuration time)
    {
        if (!time.Days.TryGet(out double days))
        {
            return $"{Figures.None} (no unit arrives: --per-day is 0)";
        }

        string weeks = Figures.Count((long)time.Weeks.Value) + (time.Weeks.Value == 1 ? " week" : " weeks");
        string text = $"{Figures.Count((long)days)} {(days == 1 ? "day" : "days")} at {question.PerDay!.Value.ToString("#,0.##", CultureInfo.InvariantCulture)} units a day";
        return days % 7 == 0 ? $"{text}: {weeks}" : $"{text}; run {weeks}, so that every weekday counts alike";
    }

    private static string Factor(double factor) => factor.ToString("0.000", CultureInfo.InvariantCulture);
}
