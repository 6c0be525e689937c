using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>
/// Intervals that hold for all segments at once: each at the level α divided by how many there are (Bonferroni), so that one leaves out zero
/// exactly when its corrected p-value is below α.
/// </summary>
internal static class CorrectedInterval
{
    /// <summary>The relative difference in one segment; without numbers where the segment has none.</summary>
    /// <param name="segment">The segment's sums.</param>
    /// <param name="control">Key of the control variant.</param>
    /// <param name="treatment">Key of the treatment.</param>
    /// <param name="alpha">Error rate over all segments, two-sided.</param>
    /// <param name="segments">How many there are, at least 1.</param>
    public static EffectInterval Relative(SegmentInput segment, string control, string treatment, double alpha, int segments)
    {
        var relative = WelchTest.Compare(MomentsOf(segment, control), MomentsOf(segment, treatment), alpha / segments).Relative;
        return new EffectInterval(relative.Value.OrNull, relative.Low.OrNull, relative.High.OrNull);
    }

    private static SampleMoments MomentsOf(SegmentInput segment, string variant) => segment.ByVariant.TryGetValue(variant, out var numbers) ? numbers.Moments : default;
}
