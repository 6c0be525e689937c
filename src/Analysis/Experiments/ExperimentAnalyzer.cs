using GrpcExp.Analysis.Scorecards;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Guardrails;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.MultipleTesting;
using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Analysis.Experiments;

/// <summary>
/// Turns sufficient statistics into results and a scorecard. Unless another test is planned, Welch's compares means and conversions alike;
/// the p-value of the absolute difference decides.
/// </summary>
public static class ExperimentAnalyzer
{
    /// <summary>Analyses one experiment. Pure and deterministic.</summary>
    /// <exception cref="InvalidExperimentInputException">The input is not usable; the message lists every problem.</exception>
    public static ExperimentAnalysis Analyze(ExperimentInput input)
    {
        var evidence = Gather(input);
        return new ExperimentAnalysis(evidence, ScorecardPolicy.Decide(evidence));
    }

    /// <summary>The results without a verdict. Pure and deterministic.</summary>
    /// <exception cref="InvalidExperimentInputException">The input is not usable; the message lists every problem.</exception>
    public static ExperimentEvidence Gather(ExperimentInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ExperimentInputRules.Require(input);
        var ratio = SampleRatioTest.Run([.. input.Variants.Select(v => new SampleRatioArm(v.Units, v.ExpectedShare))]);
        return new ExperimentEvidence(input, ratio, Quality(input, ratio), Correct(input, [.. input.Metrics.Select(m => Compare(input, m))]));
    }

    private static MetricAnalysis Compare(ExperimentInput input, MetricInput metric) =>
        new(metric, [.. input.Variants.Where(v => v.Key != input.Control).Select(v => Compare(input, metric, v.Key))]);

    private static VariantComparison Compare(ExperimentInput input, MetricInput metric, string treatment)
    {
        var control = metric.Of(input.Control);
        var treated = metric.Of(treatment);
        var comparison = DecidingTest.Run(input.Test, control, treated, input.Alpha);
        return new VariantComparison(
            treatment,
            comparison,
            comparison.PValue,
            comparison.PValue,
            Adjust(input, metric, treatment),
            metric.Role == MetricRole.Guardrail
                ? GuardrailTest.Run(control.Moments, treated.Moments, metric.Direction.Harm(), metric.NonInferiorityMargin, input.Alpha)
                : null,
            SegmentAnalysis.Run(input, metric, treatment))
        {
            Readings = SecondReader.Read(input, metric, treatment),
        };
    }

    private static CupedComparison? Adjust(ExperimentInput input, MetricInput metric, string treatment)
    {
        CovariateMoments? Of(string variant) => metric.ByVariant.TryGetValue(variant, out var numbers) ? numbers.Covariate : null;
        if (Of(input.Control) is not { } control || Of(treatment) is not { } treated)
        {
            return null;
        }

        var others = input.Variants
            .Where(v => v.Key != input.Control && v.Key != treatment)
            .Select(v => Of(v.Key))
            .OfType<CovariateMoments>();
        return Cuped.Compare(control, treated, others, input.Alpha);
    }

    private static MetricAnalysis[] Correct(ExperimentInput input, MetricAnalysis[] metrics)
    {
        var all = Adjusted(metrics, input.Correction);
        var byRole = metrics
            .GroupBy(m => m.Metric.Role)
            .SelectMany(family => Adjusted([.. family], input.Correction))
            .ToDictionary();
        return [.. metrics.Select(m => m with
        {
            Comparisons = [.. m.Comparisons.Select(c => c with
            {
                PValueAdjusted = all[(m.Metric.Key, c.Variant)],
                DecisionPValue = byRole[(m.Metric.Key, c.Variant)],
            })],
        })];
    }

    private static Dictionary<(string Metric, string Variant), Measure> Adjusted(MetricAnalysis[] family, Correction correction)
    {
        var tests = family.SelectMany(m => m.Comparisons.Select(c => (Key: (m.Metric.Key, c.Variant), c.Comparison.PValue))).ToArray();
        var adjusted = PValueAdjustment.Adjust([.. tests.Select(t => t.PValue)], correction);
        return tests.Select((t, i) => (t.Key, adjusted[i])).ToDictionary();
    }

    private static QualityFinding[] Quality(ExperimentInput input, SampleRatioResult ratio) =>
        ratio.UnitsInZeroWeightArms == 0
            ? [.. input.Quality]
            : [.. input.Quality, new QualityFinding(
                "units_in_zero_weight_variants",
                FindingSeverity.Warn,
                ratio.UnitsInZeroWeightArms,
                "Units were seen in variants whose designed share is zero; those variants are left out of the sample ratio test.")];

    internal static SampleMoments MomentsOf(IReadOnlyDictionary<string, MetricVariantInput> byVariant, string variant) =>
        byVariant.TryGetValue(variant, out var numbers) ? numbers.Moments : default;
}
