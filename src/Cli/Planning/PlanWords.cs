using System.Globalization;
using GrpcExp.Cli.Readouts;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Cli.Planning;

/// <summary>Parts of a plan in words, for the table and for pictures alike.</summary>
internal static class PlanWords
{
    public static string Units(Measure units) => units.TryGet(out double n) ? Figures.Count((long)n) : Figures.None;

    public static string Probability(Measure power) =>
        power.TryGet(out double p) ? p.ToString("0.000", CultureInfo.InvariantCulture) : Figures.None;

    /// <summary>An error rate with the digits that it has, at most four that matter.</summary>
    public static string Rate(double rate) => rate.ToString("G4", CultureInfo.InvariantCulture);

    public static string Metric(PlanQuestion question)
    {
        string baseline = Figures.Mean(question.Design.Metric.Baseline.OrNull, question.Type);
        return question.Design.Metric.Kind switch
        {
            PlannedMetricKind.Proportion => $"a conversion of {baseline}",
            PlannedMetricKind.Ratio => $"a ratio of {baseline}",
            _ => $"a mean of {baseline}",
        };
    }

    /// <summary>The effect as people say it: relative, or absolute where the baseline is zero.</summary>
    public static string Effect(PlanQuestion question, ExperimentPlan plan) =>
        plan.RelativeEffect.IsPresent ? Figures.Lift(plan.RelativeEffect.OrNull) : Figures.Difference(plan.Effect.OrNull, question.Type);

    public static string Test(ExperimentDesign design) => design.Alternative switch
    {
        Alternative.Greater => "one-sided (a rise)",
        Alternative.Less => "one-sided (a fall)",
        _ => "two-sided",
    };

    public static string Correction(ExperimentDesign design) => design.Correction switch
    {
        PlannedCorrection.Dunnett => "Dunnett",
        PlannedCorrection.None => "uncorrected",
        _ => "Bonferroni",
    };
}
