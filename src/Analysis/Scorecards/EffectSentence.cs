using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>"retention_7 fell 4.31 % (95 % CI −6.89 % to −1.66 %), p = 0.0016".</summary>
internal static class EffectSentence
{
    /// <summary>What happened to the metric, without a full stop.</summary>
    public static string Of(ExperimentInput input, MetricInput metric, VariantComparison comparison) =>
        Of(Subject(input, metric, comparison.Variant), comparison.Comparison.Absolute, comparison.Comparison.Relative, comparison.Comparison.PValue);

    /// <summary>The same for any estimate, e.g. of a segment.</summary>
    public static string Of(string subject, Estimate absolute, Estimate relative, Measure pValue)
    {
        if (!pValue.TryGet(out double p))
        {
            return $"{subject} cannot be tested because {pValue.Reason!.Value.Describe()}";
        }

        double difference = absolute.Value.Value;
        string verb = difference > 0 ? "rose" : difference < 0 ? "fell" : "did not change";
        if (relative.Value.TryGet(out double lift))
        {
            // A negative control mean turns the sign of the lift around; "fell" then needs the plain difference.
            bool sameSign = lift == 0 || Math.Sign(lift) == Math.Sign(difference);
            if (sameSign && relative.Low.IsPresent)
            {
                string size = difference == 0 ? "" : " " + Sentences.Percent(lift);
                return $"{subject} {verb}{size} ({Sentences.Interval(relative, Sentences.SignedPercent)}), {Sentences.P(p)}";
            }
        }

        string amount = difference == 0 ? "" : " by " + Sentences.Value(difference);
        return $"{subject} {verb}{amount} ({Sentences.Interval(absolute, Sentences.SignedValue)}), {Sentences.P(p)}";
    }

    /// <summary>The metric, with its treatment where there are several.</summary>
    public static string Subject(ExperimentInput input, MetricInput metric, string variant) =>
        input.Variants.Count > 2 ? $"{variant}: {metric.Key}" : metric.Key;
}
