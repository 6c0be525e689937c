using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Everything that was computed, before anybody judged it.</summary>
/// <param name="Input">What was analysed.</param>
/// <param name="SampleRatio">The sample ratio mismatch test over all variants.</param>
/// <param name="Quality">The input's findings plus those of the analysis itself.</param>
/// <param name="Metrics">One per metric, in input order.</param>
public sealed record ExperimentEvidence(
    ExperimentInput Input,
    SampleRatioResult SampleRatio,
    IReadOnlyList<QualityFinding> Quality,
    IReadOnlyList<MetricAnalysis> Metrics)
{
    /// <summary>Units over all variants.</summary>
    public long Units => Input.Variants.Sum(v => v.Units);

    /// <summary>Designed shares scaled to add up to one, in the order of the variants; all zero when no variant has one.</summary>
    public IReadOnlyList<double> ExpectedShares
    {
        get
        {
            double total = Input.Variants.Sum(v => v.ExpectedShare);
            return [.. Input.Variants.Select(v => total > 0 ? v.ExpectedShare / total : 0)];
        }
    }
}
