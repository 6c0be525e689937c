using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Monitoring;

namespace GrpcExp.Statistics.Outliers;

/// <summary>Describes the extreme values of one sample. It sees single values: order statistics have no sums.</summary>
/// <remarks>
/// Fences: J. W. Tukey, Exploratory Data Analysis (1977), with quartiles of type 7; 3.5 deviations by median and MAD: B. Iglewicz and
/// D. Hoaglin, How to Detect and Handle Outliers (1993).
/// </remarks>
public static class OutlierCheck
{
    /// <summary>So many robust standard deviations from the median make an outlier.</summary>
    public const double RobustLimit = 3.5;

    /// <summary>Describes a sample.</summary>
    /// <param name="values">Finite, in the metric's unit, in any order.</param>
    /// <param name="topUnits">How many of the largest units to sum up, ≥ 1, default 10; all when there are fewer.</param>
    /// <param name="topPart">Which part of the largest units to sum up, in (0, 1), default 0.01.</param>
    /// <returns>
    /// Fences and the robust count are absent with <see cref="AbsenceReason.ZeroVariance"/> when the middle half of the values is
    /// one value, as with a metric that most units leave at zero; shares when all values are zero.
    /// </returns>
    public static OutlierSummary Describe(IReadOnlyList<double> values, int topUnits = 10, double topPart = 0.01)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topUnits, 1);
        if (!(topPart is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(topPart), topPart, "topPart must lie strictly between 0 and 1, e.g. 0.01.");
        }

        double[] sorted = Observations.Sorted(values, nameof(values));
        int n = sorted.Length;
        var shape = ShapeMoments.FromValues(sorted);
        if (n < 2)
        {
            var few = Measure.Absent(n == 0 ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits);
            return new OutlierSummary(n, few, few, few, few, few, few, few, shape);
        }

        double[] sizes = [.. sorted.Select(Math.Abs).OrderDescending()];
        double total = sizes.Sum();
        Measure Share(int units) => total > 0 ? sizes.Take(units).Sum() / total : Measure.Absent(AbsenceReason.ZeroVariance);

        double first = Observations.Quantile(sorted, 0.25);
        double third = Observations.Quantile(sorted, 0.75);
        Measure Fence(double from, double ranges) =>
            third > first ? from + ranges * (third - first) : Measure.Absent(AbsenceReason.ZeroVariance);
        Measure Beyond(double ranges) => Fence(first, -ranges) is { OrNull: { } low } && Fence(third, ranges) is { OrNull: { } high }
            ? sorted.Count(v => v < low || v > high)
            : Fence(third, ranges);
        return new OutlierSummary(
            n,
            Share(topUnits),
            Share(PartOf(n, topPart)),
            Fence(first, -1.5),
            Fence(third, 1.5),
            Beyond(1.5),
            Beyond(3),
            RobustOutliers(sorted),
            shape);
    }

    // 0.07·100 is a hair above 7 in doubles; that is no eighth unit.
    private static int PartOf(int units, double part) => (int)Math.Ceiling(part * units * (1 - 1e-12));

    private static Measure RobustOutliers(double[] sorted)
    {
        double median = Observations.Quantile(sorted, 0.5);
        double[] distances = [.. sorted.Select(v => Math.Abs(v - median)).Order()];
        double deviation = AnomalyScore.NormalScale * Observations.Quantile(distances, 0.5);
        return deviation > 0 ? distances.Count(d => d > RobustLimit * deviation) : Measure.Absent(AbsenceReason.ZeroVariance);
    }
}
