using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Quantiles;

/// <summary>
/// Quantile metrics such as the 95th percentile of latency. The standard error needs no density: it is the distance of the
/// order statistics at nq ± z·√(nq(1 − q)) over 2z. Assumes independent units with one value each; several values of one
/// unit must be reduced to one first.
/// </summary>
/// <remarks>
/// A. Deng, U. Knoblich and J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, section 4; the interval of one
/// quantile: W. J. Conover, Practical Nonparametric Statistics, §3.2.
/// </remarks>
public static class QuantileTest
{
    private const string Name = "quantile";

    // The order statistics that give the standard error: two-sided 95 %, whatever the interval asked for.
    private const double StandardErrorAlpha = 0.05;

    /// <summary>Estimates one quantile.</summary>
    /// <param name="values">Finite, in any order.</param>
    /// <param name="quantile">In (0, 1), e.g. 0.95.</param>
    /// <param name="alpha">Two-sided error rate of the interval, in (0, 1), default 0.05.</param>
    /// <returns>
    /// In the metric's unit, interpolated between order statistics (Hyndman and Fan's type 7). The interval runs between
    /// two order statistics and covers with at least the confidence, by the binomial distribution, whatever the metric's. An
    /// end that would lie beyond the values is absent with <see cref="AbsenceReason.NoSolution"/>.
    /// </returns>
    public static Estimate Estimate(IReadOnlyList<double> values, double quantile, double alpha = 0.05)
    {
        RequireQuantile(quantile);
        SignificanceLevel.Require(alpha, nameof(alpha));
        double[] sorted = Observations.Sorted(values, nameof(values));
        if (sorted.Length == 0)
        {
            return GrpcExp.Statistics.Estimate.Absent(AbsenceReason.NoUnits, 1 - alpha);
        }

        // P(fewer than l values below the quantile) ≤ α/2, and the same from above.
        long low = BinomialProbability.Quantile(alpha / 2, sorted.Length, quantile);
        long high = sorted.Length + 1 - BinomialProbability.Quantile(alpha / 2, sorted.Length, 1 - quantile);
        Measure At(long rank) => rank >= 1 && rank <= sorted.Length ? sorted[rank - 1] : Measure.Absent(AbsenceReason.NoSolution);
        return new Estimate(Observations.Quantile(sorted, quantile), StandardError(sorted, quantile), At(low), At(high), 1 - alpha);
    }

    /// <summary>
    /// Moments by which everything that compares means compares quantiles: n units whose mean is the quantile and whose standard
    /// error is the quantile's.
    /// </summary>
    /// <param name="values">Finite, in any order.</param>
    /// <param name="quantile">In (0, 1), e.g. 0.95.</param>
    /// <returns>The empty sample when there are too few values beyond the quantile to tell its standard error.</returns>
    public static SampleMoments UnitMoments(IReadOnlyList<double> values, double quantile)
    {
        var estimate = Estimate(values, quantile);
        return estimate.Value.TryGet(out double value) && estimate.StandardError.TryGet(out double error)
            ? new SampleMoments(values.Count, value, error * error * values.Count * (values.Count - 1))
            : default;
    }

    /// <summary>Compares one quantile of two variants by a z test.</summary>
    /// <param name="control">Values of the control, finite, in any order.</param>
    /// <param name="treatment">Values of the treatment, finite, in any order.</param>
    /// <param name="quantile">In (0, 1), e.g. 0.95.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    /// <returns>
    /// Quantiles in place of means, no degrees of freedom. Absent with <see cref="AbsenceReason.NoSolution"/> when a
    /// variant has too few values beyond the quantile, with <see cref="AbsenceReason.ZeroVariance"/> when all near it are equal.
    /// </returns>
    public static MeanComparison Compare(
        IReadOnlyList<double> control,
        IReadOnlyList<double> treatment,
        double quantile,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        var c = Estimate(control, quantile, alpha);
        var t = Estimate(treatment, quantile, alpha);
        if (!c.StandardError.TryGet(out double sec) || !t.StandardError.TryGet(out double set))
        {
            return Untestable(control.Count, c, treatment.Count, t, (c.StandardError.Reason ?? t.StandardError.Reason)!.Value);
        }

        double standardError = double.Hypot(sec, set);
        if (!(standardError > 0))
        {
            return Untestable(control.Count, c, treatment.Count, t, AbsenceReason.ZeroVariance);
        }

        double difference = t.Value.Value - c.Value.Value;
        double z = difference / standardError;
        double critical = StandardNormal.InverseSurvival(OneSided.Tail(alpha, alternative));
        return new MeanComparison(
            control.Count,
            treatment.Count,
            c.Value,
            t.Value,
            OneSided.Around(difference, standardError, critical, alpha, alternative),
            OneSided.KeepLift(RelativeLift.Estimate(c.Value.Value, sec * sec, t.Value.Value, set * set, critical, alpha), alternative, c.Value.Value),
            z,
            Measure.Absent(AbsenceReason.NotComputed),
            alternative switch
            {
                Alternative.TwoSided => StandardNormal.TwoSided(z),
                Alternative.Greater => StandardNormal.Survival(z),
                Alternative.Less => StandardNormal.Survival(-z),
                _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
            }) { Method = Name };
    }

    private static Measure StandardError(double[] sorted, double quantile)
    {
        double n = sorted.Length;
        double z = StandardNormal.InverseSurvival(StandardErrorAlpha / 2);
        double reach = z * Math.Sqrt(n * quantile * (1 - quantile));
        int low = (int)Math.Floor(n * quantile - reach);
        int high = (int)Math.Ceiling(n * quantile + reach);
        return low >= 1 && high <= sorted.Length
            ? (sorted[high - 1] - sorted[low - 1]) / (2 * z)
            : Measure.Absent(AbsenceReason.NoSolution);
    }

    private static MeanComparison Untestable(int nc, Estimate control, int nt, Estimate treatment, AbsenceReason reason)
    {
        var absent = Measure.Absent(reason);
        var nothing = GrpcExp.Statistics.Estimate.Absent(reason, control.Confidence);
        var difference = control.Value.IsPresent ? treatment.Value.Map(t => t - control.Value.Value) : absent;
        var lift = control.Value.OrNull == 0 ? Measure.Absent(AbsenceReason.ZeroControlMean) : difference.Map(d => d / control.Value.Value);
        return new MeanComparison(
            nc, nt, control.Value, treatment.Value, nothing with { Value = difference }, nothing with { Value = lift }, absent, absent, absent) { Method = Name };
    }

    private static void RequireQuantile(double quantile)
    {
        if (!(quantile is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(quantile), quantile, "A quantile must lie strictly between 0 and 1, e.g. 0.95.");
        }
    }
}
