using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Warehouse.Scorecards;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>Intervals that hold for all of many comparisons at once: each at the level α divided by how many there are (Bonferroni).</summary>
internal static class CorrectedInterval
{
    /// <summary>The relative difference with its interval, by the delta method; without ends where there is no standard error.</summary>
    /// <param name="comparison">One of the comparisons.</param>
    /// <param name="alpha">Error rate over all of them, two-sided.</param>
    /// <param name="comparisons">How many there are, at least 1.</param>
    public static EffectInterval Relative(MeanComparison comparison, double alpha, int comparisons)
    {
        var (value, error, freedom) = (comparison.Relative.Value.OrNull, comparison.Relative.StandardError.OrNull, comparison.DegreesOfFreedom.OrNull);
        if (value is not { } point || error is not { } deviation || freedom is not > 0)
        {
            return new EffectInterval(value, null, null);
        }

        var reach = StudentT.InverseSurvival(alpha / (2 * comparisons), freedom.Value) * deviation;
        return new EffectInterval(point, point - reach, point + reach);
    }
}
