namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// The relative difference treatment/control − 1. The interval is Fieller's, on the critical value of the test of the
/// absolute difference, so that it excludes zero exactly when that test is significant. The standard error is the
/// delta method's.
/// </summary>
/// <remarks>
/// E. C. Fieller, "Some Problems in Interval Estimation", JRSS B 16 (1954). Delta method: A. Deng, U. Knoblich and
/// J. Lu, "Applying the Delta Method in Metric Analytics", KDD 2018, equation 4.
/// </remarks>
public static class RelativeLift
{
    /// <summary>Estimates the lift of two independent means.</summary>
    /// <param name="controlMean">Control mean.</param>
    /// <param name="controlVariance">Variance of the control mean (s²/n), ≥ 0.</param>
    /// <param name="treatmentMean">Treatment mean.</param>
    /// <param name="treatmentVariance">Variance of the treatment mean (s²/n), ≥ 0.</param>
    /// <param name="critical">Critical value of the ends, one- or two-sided; at 0 or below there are none.</param>
    /// <param name="alpha">Error rate that <paramref name="critical"/> belongs to.</param>
    /// <returns>
    /// Fractions. The ends are absent with <see cref="AbsenceReason.UnboundedInterval"/> when the control mean is within
    /// <paramref name="critical"/> standard errors of zero, everything with <see cref="AbsenceReason.ZeroControlMean"/>
    /// when it is zero.
    /// </returns>
    public static Estimate Estimate(
        double controlMean, double controlVariance, double treatmentMean, double treatmentVariance, double critical, double alpha)
    {
        if (controlMean == 0)
        {
            return GrpcExp.Statistics.Estimate.Absent(AbsenceReason.ZeroControlMean, 1 - alpha);
        }

        // In units of the control mean: nothing below can overflow for a metric of any scale.
        double difference = (treatmentMean - controlMean) / controlMean;
        double ratio = treatmentMean / controlMean;
        double vc = controlVariance / controlMean / controlMean;
        double vt = treatmentVariance / controlMean / controlMean;
        Measure standardError = Math.Sqrt(vt + ratio * ratio * vc);

        // {r : (d − r)² ≤ q²(vt + (1+r)²·vc)}, a quadratic a·r² − 2b·r + c ≤ 0 with c < 0 exactly when |t| < q.
        double square = critical * critical;
        double a = 1 - square * vc;
        if (critical <= 0)
        {
            // Only a one-sided level of ½ or more comes here; the set below is for a positive distance.
            var none = Measure.Absent(AbsenceReason.NoSolution);
            return new Estimate(difference, standardError, none, none, 1 - alpha);
        }

        if (!(a > 0))
        {
            var unbounded = Measure.Absent(AbsenceReason.UnboundedInterval);
            return new Estimate(difference, standardError, unbounded, unbounded, 1 - alpha);
        }

        double b = difference + square * vc;
        double c = difference * difference - square * (vt + vc);
        double root = critical * Math.Sqrt(vc * ratio * ratio + vt * a);

        // The end nearer to zero by Vieta's formula, free of cancellation.
        double far = b >= 0 ? (b + root) / a : (b - root) / a;
        double near = far == 0 ? 0 : c / a / far;
        return new Estimate(difference, standardError, Math.Min(near, far), Math.Max(near, far), 1 - alpha);
    }
}
