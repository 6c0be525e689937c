using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Interference;

/// <summary>
/// Compares variants whose units were assigned in clusters (users of a city, sessions of a user): the mean is a ratio of
/// cluster totals to cluster sizes, with the variance between clusters. Assumes clusters that are independent of each other,
/// and at least about 20 of them a variant: with few, or with one that dwarfs the others, intervals are too narrow.
/// </summary>
/// <remarks>
/// A. Deng, U. Knoblich and J. Lu, KDD 2018, §3 (delta method); K.-Y. Liang and S. Zeger, Biometrika 73 (1986), with the correction
/// surveyed by A. C. Cameron and D. L. Miller, Journal of Human Resources 50 (2015); correlation and design effect: A. Donner and N.
/// Klar, Design and Analysis of Cluster Randomization Trials (2000), L. Kish, Survey Sampling (1965).
/// </remarks>
public static class ClusterTest
{
    /// <summary>Compares <paramref name="treatment"/> with <paramref name="control"/>.</summary>
    /// <param name="control">Moments of the units of each cluster of the control; empty clusters are ignored.</param>
    /// <param name="treatment">The same of the treatment.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What the p-values are set against, default two-sided.</param>
    /// <returns>Absent with <see cref="AbsenceReason.TooFewUnits"/> when a variant has fewer than two clusters: they are what was assigned.</returns>
    public static ClusterComparison Compare(
        IReadOnlyList<SampleMoments> control,
        IReadOnlyList<SampleMoments> treatment,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        ArgumentNullException.ThrowIfNull(control);
        ArgumentNullException.ThrowIfNull(treatment);
        var c = new ClusteredSample(control);
        var t = new ClusteredSample(treatment);
        var naive = WelchTest.Compare(c.Units, t.Units, alpha, alternative);
        AbsenceReason? obstacle = c.Clusters == 0 || t.Clusters == 0 ? AbsenceReason.NoUnits
            : c.Clusters < 2 || t.Clusters < 2 ? AbsenceReason.TooFewUnits
            : c.SquaredResiduals + t.SquaredResiduals > 0 ? null
            : AbsenceReason.ZeroVariance;
        var clustered = obstacle is { } reason
            ? MeanDifference.Untestable("cluster", c.Units, t.Units, reason, alpha)
            : MeanDifference.Compare("cluster", c.Units,
                t.Units,
                c.VarianceOfMean,
                t.VarianceOfMean,
                WelchTest.DegreesOfFreedom(c.VarianceOfMean, c.Clusters, t.VarianceOfMean, t.Clusters),
                alpha,
                alternative);

        double clusters = (double)c.Clusters + t.Clusters;
        double units = (double)c.Units.Count + t.Units.Count;
        Estimate Robust(double factor)
        {
            if (obstacle is { } why)
            {
                return Estimate.Absent(why, 1 - alpha) with { Value = clustered.Absolute.Value };
            }

            double difference = clustered.Absolute.Value.Value;
            double standardError = Math.Sqrt(factor * (c.Sandwich + t.Sandwich));
            double reach = StudentT.InverseSurvival(alpha / 2, clusters - 1) * standardError;
            return new Estimate(difference, standardError, difference - reach, difference + reach, 1 - alpha);
        }

        var correlation = Correlation(c, t);
        Measure size = units > 0 ? (c.SquaredSizes + t.SquaredSizes) / units : Measure.Absent(AbsenceReason.NoUnits);
        return new ClusterComparison(
            c.Clusters,
            t.Clusters,
            naive,
            clustered,
            Robust(1),
            Robust(clusters / (clusters - 1) * ((units - 1) / (units - 2))),
            correlation,
            size,
            correlation.Map(r => 1 + (size.Value - 1) * r),
            clustered.Absolute.StandardError is { OrNull: { } with } && naive.Absolute.StandardError is { OrNull: { } without }
                ? with / without * (with / without)
                : Measure.Absent(clustered.Absolute.StandardError.Reason ?? AbsenceReason.ZeroVariance));
    }

    /// <summary>(MSB − MSW)/(MSB + (n₀ − 1)·MSW) with mean squares pooled over the variants.</summary>
    private static Measure Correlation(ClusteredSample c, ClusteredSample t)
    {
        if (c.Clusters == 0 || t.Clusters == 0)
        {
            return Measure.Absent(AbsenceReason.NoUnits);
        }

        double freeClusters = (double)c.Clusters + t.Clusters - 2;
        double freeUnits = (double)c.Units.Count + t.Units.Count - c.Clusters - t.Clusters;
        if (freeClusters < 1 || freeUnits < 1)
        {
            return Measure.Absent(AbsenceReason.TooFewUnits);
        }

        double between = (c.Between + t.Between) / freeClusters;
        double within = (c.Within + t.Within) / freeUnits;
        double size = ((double)c.Units.Count + t.Units.Count
            - c.SquaredSizes / c.Units.Count - t.SquaredSizes / t.Units.Count) / freeClusters;
        double total = between + (size - 1) * within;
        return total > 0 ? (between - within) / total : Measure.Absent(AbsenceReason.ZeroVariance);
    }
}
