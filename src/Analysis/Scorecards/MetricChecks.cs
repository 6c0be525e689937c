using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Guardrails;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>What the metrics say about one treatment.</summary>
internal static class MetricChecks
{
    public static IEnumerable<ScorecardCheck> Run(ExperimentEvidence evidence, string treatment)
    {
        var rows = evidence.Metrics
            .Select(m => (m.Metric, Comparison: m.Comparisons.Single(c => c.Variant == treatment)))
            .ToArray();
        foreach (var (metric, comparison) in rows.Where(r => r.Metric.Role == MetricRole.Guardrail))
        {
            yield return Guardrail(evidence.Input, metric, comparison);
        }

        foreach (var check in Primaries(evidence, treatment, [.. rows.Where(r => r.Metric.Role == MetricRole.Primary)]))
        {
            yield return check;
        }

        foreach (var (metric, comparison) in rows.Where(r => r.Metric.Role is MetricRole.Primary or MetricRole.Guardrail))
        {
            foreach (var check in Segments(evidence.Input, metric, comparison))
            {
                yield return check;
            }
        }

        foreach (var (metric, comparison) in rows.Where(r => r.Metric.Role == MetricRole.Secondary))
        {
            if (comparison.DecisionPValue.OrNull < evidence.Input.Alpha)
            {
                yield return Check("secondary", metric, comparison, CheckStatus.Noted,
                    $"Secondary metric: {EffectSentence.Of(evidence.Input, metric, comparison)}{Corrected(evidence, metric, comparison)}.");
            }
        }
    }

    private static ScorecardCheck Guardrail(ExperimentInput input, MetricInput metric, VariantComparison comparison)
    {
        var test = comparison.Guardrail!;
        string effect = EffectSentence.Of(input, metric, comparison);
        string harm = test.HarmPValue.TryGet(out double p) ? $"harm test {Sentences.P(p)}" : "";
        string margin = test.Margin is { } m
            ? test.NonInferiorityPValue.TryGet(out double shown)
                ? $", margin {Sentences.Percent(m)} {Sentences.P(shown)}"
                : $", margin untested because {test.NonInferiorityPValue.Reason!.Value.Describe()}"
            : "";
        var (status, reason) = test.Severity switch
        {
            GuardrailSeverity.Ok => (CheckStatus.Passed, $"Guardrail holds: {effect} ({harm}{margin})."),
            GuardrailSeverity.Warn => (CheckStatus.Noted,
                $"Guardrail to watch: {effect} ({harm}{margin}); harm is neither shown nor ruled out."),
            GuardrailSeverity.Violated => (CheckStatus.Failed, $"Guardrail violated: {effect} ({harm}{margin})."),

            // Two identical constants (say, no crash anywhere) cannot be tested, but nothing was harmed either.
            _ when comparison.Comparison.Absolute.Value.OrNull == 0 => (CheckStatus.Noted, $"Guardrail unchanged: {effect}."),
            _ => (CheckStatus.Open, $"Guardrail unknown: {effect}."),
        };
        return Check("guardrail", metric, comparison, status, reason,
            new CheckNumber("harm_p_value", test.HarmPValue),
            new CheckNumber("margin", test.Margin is { } given ? given : Measure.Absent(AbsenceReason.NotComputed)),
            new CheckNumber("non_inferiority_p_value", test.NonInferiorityPValue));
    }

    private static IEnumerable<ScorecardCheck> Primaries(
        ExperimentEvidence evidence, string treatment, (MetricInput Metric, VariantComparison Comparison)[] primaries)
    {
        if (primaries.Length == 0)
        {
            yield return new ScorecardCheck("primary", treatment, null, null, CheckStatus.Open,
                "There is no primary metric, so nothing can win; name one.", []);
        }

        var checks = primaries.Select(p => Primary(evidence, p.Metric, p.Comparison)).ToArray();

        // One winning primary metric is enough; the others then only must not lose.
        bool won = checks.Any(c => c.Status == CheckStatus.Passed);
        foreach (var check in checks)
        {
            yield return won && check.Status == CheckStatus.Open ? check with { Status = CheckStatus.Noted } : check;
        }
    }

    private static ScorecardCheck Primary(ExperimentEvidence evidence, MetricInput metric, VariantComparison comparison)
    {
        string effect = EffectSentence.Of(evidence.Input, metric, comparison) + Corrected(evidence, metric, comparison);
        if (!comparison.DecisionPValue.TryGet(out double p))
        {
            return Check("primary", metric, comparison, CheckStatus.Open, $"Primary metric: {effect}.");
        }

        if (!(p < evidence.Input.Alpha))
        {
            var outlook = SampleOutlook.Of(evidence, metric, comparison);
            return Check("primary", metric, comparison, CheckStatus.Open,
                $"Primary metric: {effect}: not significant at {Sentences.Rate(evidence.Input.Alpha)}. {outlook.Sentence}",
                new CheckNumber("detectable_effect", outlook.DetectableEffect),
                new CheckNumber("units_still_needed", outlook.UnitsStillNeeded));
        }

        return metric.Direction == MetricDirection.Neutral
            ? Check("primary", metric, comparison, CheckStatus.Open,
                $"Primary metric: {effect}: changed, but it has no good direction; decide which change is wanted.")
            : metric.Direction.IsWorse(comparison.Comparison)
                ? Check("primary", metric, comparison, CheckStatus.Failed, $"Primary metric is significantly worse: {effect}.")
                : Check("primary", metric, comparison, CheckStatus.Passed, $"Primary metric won: {effect}.");
    }

    private static IEnumerable<ScorecardCheck> Segments(ExperimentInput input, MetricInput metric, VariantComparison comparison)
    {
        var worse = comparison.Segments.SelectMany(d => d.Effects).Where(e => e.IsSignificantlyWorse).ToArray();
        bool decides = metric.Role == MetricRole.Primary;
        foreach (var effect in worse)
        {
            string subject = $"{EffectSentence.Subject(input, metric, comparison.Variant)} in {effect.Segment} = {effect.Value}";
            string sentence = EffectSentence.Of(subject, effect.Comparison.Absolute, effect.Comparison.Relative, effect.Comparison.PValue);
            yield return new ScorecardCheck(
                "segments", comparison.Variant, metric.Key, metric.Version, decides ? CheckStatus.Open : CheckStatus.Noted,
                $"A segment is significantly worse: {sentence} ({Sentences.P(effect.PValueAdjusted.Value)} after correction). Exclude or fix it before shipping.",
                [.. Numbers(effect.Comparison), new CheckNumber("p_value_adjusted", effect.PValueAdjusted)]);
        }

        if (worse.Length == 0 && comparison.Segments.Count > 0 && decides)
        {
            int tested = comparison.Segments.Sum(d => d.Effects.Count(e => e.PValueAdjusted.IsPresent));
            yield return new ScorecardCheck(
                "segments", comparison.Variant, metric.Key, metric.Version, CheckStatus.Passed,
                $"{EffectSentence.Subject(input, metric, comparison.Variant)}: none of {Sentences.Count(tested)} segments is significantly worse.",
                [new CheckNumber("segments_tested", tested)]);
        }
    }

    private static string Corrected(ExperimentEvidence evidence, MetricInput metric, VariantComparison comparison)
    {
        if (!comparison.DecisionPValue.TryGet(out double adjusted) || comparison.DecisionPValue == comparison.Comparison.PValue)
        {
            return "";
        }

        int tests = evidence.Metrics.Where(m => m.Metric.Role == metric.Role).Sum(m => m.Comparisons.Count(c => c.Comparison.PValue.IsPresent));
        string method = evidence.Input.Correction switch
        {
            Correction.BenjaminiHochberg => "Benjamini\u2013Hochberg",
            var other => other.ToString(),
        };
        return $" ({Sentences.P(adjusted)} after {method} over {tests} tests)";
    }

    private static ScorecardCheck Check(
        string name, MetricInput metric, VariantComparison comparison, CheckStatus status, string reason, params CheckNumber[] more) =>
        new(name, comparison.Variant, metric.Key, metric.Version, status, reason,
            [.. Numbers(comparison.Comparison), new CheckNumber("decision_p_value", comparison.DecisionPValue), .. more]);

    private static IEnumerable<CheckNumber> Numbers(GrpcExp.Statistics.Comparisons.MeanComparison comparison) =>
    [
        new("control_mean", comparison.ControlMean),
        new("treatment_mean", comparison.TreatmentMean),
        new("absolute", comparison.Absolute.Value),
        new("absolute_ci_low", comparison.Absolute.Low),
        new("absolute_ci_high", comparison.Absolute.High),
        new("relative", comparison.Relative.Value),
        new("relative_ci_low", comparison.Relative.Low),
        new("relative_ci_high", comparison.Relative.High),
        new("p_value", comparison.PValue),
    ];
}
