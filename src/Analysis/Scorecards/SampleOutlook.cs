using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>What more units would do for a metric that is not significant yet, at the variance observed.</summary>
/// <param name="DetectableEffect">
/// The effect this sample detects with the wanted power, as a fraction of the control mean (in the metric's unit when that is zero).
/// </param>
/// <param name="UnitsStillNeeded">Units over all variants still needed to detect the target effect, ≥ 0.</param>
/// <param name="Sentence">Both, for a product manager.</param>
internal sealed record SampleOutlook(Measure DetectableEffect, Measure UnitsStillNeeded, string Sentence)
{
    /// <summary>Beyond this many times the present sample a forecast of units only says "no".</summary>
    private const double Hopeless = 100;

    public static SampleOutlook Of(ExperimentEvidence evidence, MetricInput metric, VariantComparison comparison)
    {
        var input = evidence.Input;
        var control = ExperimentAnalyzer.MomentsOf(metric.ByVariant, input.Control);
        var treatment = ExperimentAnalyzer.MomentsOf(metric.ByVariant, comparison.Variant);
        double alpha = DecisionAlpha(input, comparison);
        double ratio = (double)treatment.Count / control.Count;
        double pair = (double)treatment.Count + control.Count;
        double scale = control.Mean != 0 ? Math.Abs(control.Mean) : 1;

        // One standard deviation of the difference, as the power formulas mean it.
        var perUnit = MeansPower.EffectSize(1, control.Variance.Value, treatment.Variance.Value, ratio);
        var detectable = MeansPower.DetectableEffect(control.Count, input.Power, ratio, alpha).Map(d => d / perUnit.Value / scale);
        string canSee = detectable.TryGet(out double mde)
            ? $"This sample detects {(control.Mean != 0 ? Sentences.Percent(mde) : Sentences.Value(mde))} with {Sentences.Rate(input.Power)} power."
            : "";

        bool planned = metric.MinimumEffect is not null && control.Mean != 0;
        double target = planned ? metric.MinimumEffect!.Value * scale : Math.Abs(comparison.Comparison.Absolute.Value.Value);
        string size = (planned ? "the smallest effect that matters, " : "an effect as small as the one seen, ")
            + (control.Mean != 0 ? Sentences.Percent(target / scale) : Sentences.Value(target));
        var needed = target > 0
            ? MeansPower.SampleSize(perUnit.Value * target, input.Power, ratio, alpha).Map(n => Math.Ceiling(n) + Math.Ceiling(n * ratio))
            : Measure.Absent(AbsenceReason.NoSolution);
        if (!needed.TryGet(out double total))
        {
            return new SampleOutlook(detectable, needed, canSee);
        }

        // The other arms keep growing alongside the pair.
        double still = Math.Max(0, Math.Ceiling((total - pair) * (evidence.Units / pair)));
        string advice = still == 0
            ? $"It has enough units for {size}, so more units are unlikely to settle it; the effect is probably smaller."
            : still > Hopeless * evidence.Units
                ? $"Detecting {size}, would take more than {Hopeless:0} times this sample: not worth waiting for."
                : $"About {Sentences.RoundedCount(still)} more units would settle {size}.";
        return new SampleOutlook(detectable, still, Join(canSee, advice));
    }

    /// <summary>The correction already paid for other tests is carried into the plan as a smaller α.</summary>
    private static double DecisionAlpha(ExperimentInput input, VariantComparison comparison) =>
        comparison.Comparison.PValue.OrNull is > 0 and var raw && comparison.DecisionPValue.OrNull is { } adjusted && adjusted > raw
            ? input.Alpha * raw / adjusted
            : input.Alpha;

    private static string Join(string first, string second) => first.Length == 0 ? second : $"{first} {second}";
}
