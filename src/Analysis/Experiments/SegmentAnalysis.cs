using GrpcExp.Statistics;
using GrpcExp.Statistics.MultipleTesting;
using GrpcExp.Statistics.Segments;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Effects by segment, corrected over every segment of the metric.</summary>
internal static class SegmentAnalysis
{
    public static SegmentDimension[] Run(ExperimentInput input, MetricInput metric, string treatment)
    {
        var dimensions = metric.Segments
            .GroupBy(s => s.Segment, StringComparer.Ordinal)
            .Select(g => (Rows: g.ToArray(), Test: Test(input, treatment, g)))
            .ToArray();
        var adjusted = PValueAdjustment.Adjust(
            [.. dimensions.SelectMany(d => d.Test.Segments.Select(s => s.Comparison.PValue))], Correction.Bonferroni);

        int next = 0;
        return [.. dimensions.Select(d => new SegmentDimension(
            d.Rows[0].Segment,
            d.Test.Q,
            d.Test.DegreesOfFreedom,
            d.Test.PValue,
            [.. d.Rows.Select((row, i) => Effect(input, metric, row, d.Test.Segments[i], adjusted[next++]))]))];
    }

    private static HeterogeneityResult Test(ExperimentInput input, string treatment, IEnumerable<SegmentInput> rows) =>
        HeterogeneityTest.Run(
            [.. rows.Select(r => new SegmentSample(
                r.Value,
                ExperimentAnalyzer.MomentsOf(r.ByVariant, input.Control),
                ExperimentAnalyzer.MomentsOf(r.ByVariant, treatment)))],
            input.Alpha);

    private static SegmentEffect Effect(
        ExperimentInput input, MetricInput metric, SegmentInput row, SegmentComparison segment, Measure adjusted) =>
        new(
            row.Segment,
            row.Value,
            segment.Comparison,
            adjusted,
            adjusted.OrNull < input.Alpha && metric.Direction.IsWorse(segment.Comparison));
}
