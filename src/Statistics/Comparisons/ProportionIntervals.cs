using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>Intervals of proportions that stay inside [0, 1] and keep their coverage for small counts and rare conversions.</summary>
/// <remarks>
/// E. B. Wilson, JASA 22 (1927); C. J. Clopper and E. S. Pearson, Biometrika 26 (1934); R. G. Newcombe, "Interval Estimation for the Difference Between Independent Proportions",
/// Statistics in Medicine 17 (1998), method 10.
/// </remarks>
public static class ProportionIntervals
{
    /// <summary>Wilson's score interval of one proportion. Assumes independent units.</summary>
    /// <param name="successes">0..count.</param>
    /// <param name="count">Units.</param>
    /// <param name="alpha">Two-sided error rate, in (0, 1), default 0.05.</param>
    /// <returns>Fractions in [0, 1]; the standard error is √(p(1 − p)/n).</returns>
    public static Estimate Wilson(long successes, long count, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        SuccessCounts.Require(successes, count, nameof(successes));
        if (count == 0)
        {
            return Estimate.Absent(AbsenceReason.NoUnits, 1 - alpha);
        }

        double z = StandardNormal.InverseSurvival(alpha / 2);
        double n = count;
        double p = successes / n;
        double q = (n - successes) / n;
        double reach = z * Math.Sqrt(p * q / n + z * z / (4 * n * n));

        // The end near 0 or 1 as a quotient, free of cancellation: low·high' = p² of the quadratic (1 + z²/n)x² − (2p + z²/n)x + p².
        // A high end near 0 is the larger root as it stands: it would not survive a subtraction from 1.
        double low = p * p / (p + z * z / (2 * n) + reach);
        double high = p < 0.5
            ? (p + z * z / (2 * n) + reach) / (1 + z * z / n)
            : 1 - q * q / (q + z * z / (2 * n) + reach);
        return new Estimate(p, Math.Sqrt(p * q / n), low, high, 1 - alpha);
    }

    /// <summary>The exact interval of Clopper and Pearson: α/2 in each tail of the binomial distribution, coverage never below 1 − α.</summary>
    /// <param name="successes">0..count.</param>
    /// <param name="count">Units.</param>
    /// <param name="alpha">Two-sided error rate, in (0, 1), default 0.05.</param>
    /// <returns>Fractions in [0, 1]; the standard error is √(p(1 − p)/n).</returns>
    public static Estimate ClopperPearson(long successes, long count, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        SuccessCounts.Require(successes, count, nameof(successes));
        if (count == 0)
        {
            return Estimate.Absent(AbsenceReason.NoUnits, 1 - alpha);
        }

        double p = (double)successes / count;
        double q = (double)(count - successes) / count;
        return new Estimate(
            p,
            Math.Sqrt(p * q / count),
            successes == 0 ? 0 : 1 / (1 + Math.Exp(-BinomialTail.LogOddsOfUpper(successes, count, alpha / 2))),
            successes == count ? 1 : 1 / (1 + Math.Exp(BinomialTail.LogOddsOfUpper(count - successes, count, alpha / 2))),
            1 - alpha);
    }

    /// <summary>Newcombe's interval of the difference treatment − control, built from the two Wilson intervals.</summary>
    /// <param name="controlSuccesses">0..controlCount.</param>
    /// <param name="controlCount">Units in the control.</param>
    /// <param name="treatmentSuccesses">0..treatmentCount.</param>
    /// <param name="treatmentCount">Units in the treatment.</param>
    /// <param name="alpha">Two-sided error rate, in (0, 1), default 0.05.</param>
    /// <returns>Fractions in [−1, 1]; the standard error is the unpooled one.</returns>
    public static Estimate Newcombe(
        long controlSuccesses, long controlCount, long treatmentSuccesses, long treatmentCount, double alpha = 0.05)
    {
        var control = Wilson(controlSuccesses, controlCount, alpha);
        var treatment = Wilson(treatmentSuccesses, treatmentCount, alpha);
        if (!control.Value.TryGet(out double pc) || !treatment.Value.TryGet(out double pt))
        {
            return Estimate.Absent(AbsenceReason.NoUnits, 1 - alpha);
        }

        return new Estimate(
            pt - pc,
            double.Hypot(control.StandardError.Value, treatment.StandardError.Value),
            pt - pc - double.Hypot(pt - treatment.Low.Value, control.High.Value - pc),
            pt - pc + double.Hypot(treatment.High.Value - pt, pc - control.Low.Value),
            1 - alpha);
    }
}
