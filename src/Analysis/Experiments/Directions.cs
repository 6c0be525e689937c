using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Analysis.Experiments;

/// <summary>What a metric's direction means for tests.</summary>
internal static class Directions
{
    /// <summary>The change that is bad.</summary>
    public static Alternative Harm(this MetricDirection direction) => direction switch
    {
        MetricDirection.Increase => Alternative.Less,
        MetricDirection.Decrease => Alternative.Greater,
        _ => Alternative.TwoSided,
    };

    /// <summary>True when the treatment mean moved the bad way.</summary>
    public static bool IsWorse(this MetricDirection direction, MeanComparison comparison) => direction switch
    {
        MetricDirection.Increase => comparison.Absolute.Value.OrNull < 0,
        MetricDirection.Decrease => comparison.Absolute.Value.OrNull > 0,
        _ => false,
    };
}
