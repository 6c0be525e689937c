using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Statistics.Segments;

/// <summary>
/// Compares treatment with control inside each segment (Welch, Bonferroni over segments) and tests whether the effects
/// differ (Cochran's Q with inverse-variance weights). Q assumes segments that share no unit and large samples: its χ²
/// distribution ignores that standard errors are estimated.
/// </summary>
/// <remarks>W. G. Cochran, "The Combination of Estimates from Different Experiments", Biometrics 10 (1954).</remarks>
public static class HeterogeneityTest
{
    /// <summary>Runs both.</summary>
    /// <param name="segments">Disjoint segments of one dimension.</param>
    /// <param name="alpha">Two-sided error rate of the segments' intervals, in (0, 1), default 0.05.</param>
    public static HeterogeneityResult Run(IReadOnlyList<SegmentSample> segments, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(segments);
        MeanComparison[] comparisons = [.. segments.Select(s => WelchTest.Compare(s.Control, s.Treatment, alpha))];
        var adjusted = PValueAdjustment.Adjust([.. comparisons.Select(c => c.PValue)], Correction.Bonferroni);
        SegmentComparison[] rows =
            [.. segments.Select((s, i) => new SegmentComparison(s.Segment, comparisons[i], adjusted[i]))];

        MeanComparison[] usable = [.. comparisons.Where(c => c.Absolute.StandardError.IsPresent)];
        if (usable.Length < 2)
        {
            var absent = Measure.Absent(AbsenceReason.TooFewSegments);
            return new HeterogeneityResult(rows, absent, absent, absent);
        }

        double smallest = usable.Min(c => c.Absolute.StandardError.Value);
        double Weight(MeanComparison c) => Math.Pow(smallest / c.Absolute.StandardError.Value, 2);
        double common = usable.Sum(c => Weight(c) * c.Absolute.Value.Value) / usable.Sum(Weight);
        double q = usable.Sum(c => Math.Pow((c.Absolute.Value.Value - common) / c.Absolute.StandardError.Value, 2));
        return new HeterogeneityResult(rows, q, usable.Length - 1, ChiSquared.Survival(q, usable.Length - 1));
    }
}
