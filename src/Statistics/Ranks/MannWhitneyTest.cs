using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Ranks;

/// <summary>
/// The Mann–Whitney (Wilcoxon rank-sum) test on single values, for metrics whose mean a few units dominate. It asks
/// whether one variant tends to larger values, not whether means differ; the shift assumes distributions of one shape.
/// </summary>
/// <remarks>
/// H. B. Mann and D. R. Whitney (1947); tie correction, Hodges–Lehmann shift and its interval: M. Hollander and D. A. Wolfe,
/// Nonparametric Statistical Methods, §4.1–4.3.
/// </remarks>
public static class MannWhitneyTest
{
    /// <summary>Up to so many units in all, and without ties, the p-value is exact: the counts then fit a double.</summary>
    public const int ExactUpTo = 50;

    /// <summary>Compares two samples.</summary>
    /// <param name="control">Values of the control in any order, finite.</param>
    /// <param name="treatment">Values of the treatment in any order, finite.</param>
    /// <param name="alpha">Error rate of the shift's interval, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    /// <returns>
    /// Beyond <see cref="ExactUpTo"/> or with ties the normal approximation with tie and continuity corrections. The
    /// interval is absent with <see cref="AbsenceReason.NoSolution"/> when so few units cannot reach the confidence.
    /// </returns>
    public static RankComparison Compare(
        IReadOnlyList<double> control,
        IReadOnlyList<double> treatment,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        double[] c = Observations.Sorted(control, nameof(control));
        double[] t = Observations.Sorted(treatment, nameof(treatment));
        if (c.Length == 0 || t.Length == 0)
        {
            var none = Measure.Absent(AbsenceReason.NoUnits);
            return new RankComparison(c.Length, t.Length, none, none, Estimate.Absent(AbsenceReason.NoUnits, 1 - alpha), none, false);
        }

        double pairs = (double)c.Length * t.Length;
        double u = U(c, t);
        double ties = Ties(c, t);
        double units = (double)c.Length + t.Length;
        double deviation = Math.Sqrt(pairs / 12 * (units + 1 - (units > 1 ? ties / (units * (units - 1)) : 0)));
        if (!(c[0] < c[^1] || t[0] < t[^1] || c[0] != t[0]))
        {
            var constant = Measure.Absent(AbsenceReason.ZeroVariance);
            return new RankComparison(
                c.Length, t.Length, u, u / pairs, new Estimate(0, constant, constant, constant, 1 - alpha), constant, false);
        }

        bool exact = ties == 0 && units <= ExactUpTo;
        var distribution = exact ? new RankSumDistribution(c.Length, t.Length) : null;
        double Upper(double value) => distribution is null
            ? StandardNormal.Survival((value - pairs / 2 - 0.5) / deviation)
            : distribution.AtMost((long)(pairs - value));
        double p = alternative switch
        {
            Alternative.TwoSided => Math.Min(1, 2 * Upper(Math.Max(u, pairs - u))),
            Alternative.Greater => Upper(u),
            Alternative.Less => Upper(pairs - u),
            _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
        };

        double tail = OneSided.Tail(alpha, alternative);
        long rank = distribution?.Quantile(tail)
            ?? (long)Math.Floor(pairs / 2 + 0.5 - StandardNormal.InverseSurvival(tail) * deviation);
        Measure End(bool low) => rank < 1
            ? Measure.Absent(AbsenceReason.NoSolution)
            : PairDifferences.Smallest(c, t, low ? rank : (long)pairs + 1 - rank);
        var shift = new Estimate(
            PairDifferences.Median(c, t), Measure.Absent(AbsenceReason.NotComputed), End(low: true), End(low: false), 1 - alpha);
        return new RankComparison(c.Length, t.Length, u, u / pairs, OneSided.Keep(shift, alternative), p, exact);
    }

    private static double U(double[] control, double[] treatment)
    {
        double u = 0;
        int below = 0;
        int upTo = 0;
        foreach (double value in treatment)
        {
            while (below < control.Length && control[below] < value)
            {
                below++;
            }

            upTo = Math.Max(upTo, below);
            while (upTo < control.Length && control[upTo] <= value)
            {
                upTo++;
            }

            u += below + (upTo - below) / 2.0;
        }

        return u;
    }

    /// <summary>Σ(k³ − k) over the groups of equal values.</summary>
    private static double Ties(double[] control, double[] treatment)
    {
        double[] all = [.. control, .. treatment];
        Array.Sort(all);
        double sum = 0;
        for (int start = 0, end = 0; start < all.Length; start = end)
        {
            while (end < all.Length && all[end] == all[start])
            {
                end++;
            }

            double k = end - start;
            sum += k * (k - 1) * (k + 1);
        }

        return sum;
    }
}
