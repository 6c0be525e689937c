using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// The z test of two proportions. Assumes independent units and counts large enough for a normal proportion
/// (at least about ten successes and ten failures in each variant).
/// </summary>
/// <remarks>A. Agresti, Categorical Data Analysis (3rd ed.), §3.2.</remarks>
public static class ProportionZTest
{
    /// <summary>Compares two proportions.</summary>
    /// <param name="controlSuccesses">0..controlCount.</param>
    /// <param name="controlCount">Units in the control.</param>
    /// <param name="treatmentSuccesses">0..treatmentCount.</param>
    /// <param name="treatmentCount">Units in the treatment.</param>
    /// <param name="variance">The variance of the statistic; the intervals always use the unpooled one.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    /// <returns>
    /// Proportions as fractions; degrees of freedom absent. With the pooled variance the interval can disagree with the
    /// p-value by a hair, which is why <see cref="WelchTest"/> on 0/1 is the default elsewhere.
    /// </returns>
    public static MeanComparison Compare(
        long controlSuccesses,
        long controlCount,
        long treatmentSuccesses,
        long treatmentCount,
        ZTestVariance variance,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        SuccessCounts.Require(controlSuccesses, controlCount, nameof(controlSuccesses));
        SuccessCounts.Require(treatmentSuccesses, treatmentCount, nameof(treatmentSuccesses));
        var control = Moments.SampleMoments.FromSuccesses(controlCount, controlSuccesses);
        var treatment = Moments.SampleMoments.FromSuccesses(treatmentCount, treatmentSuccesses);
        if (controlCount == 0 || treatmentCount == 0)
        {
            return MeanDifference.Untestable(Name(variance), control, treatment, AbsenceReason.NoUnits, alpha);
        }

        double pc = control.Mean;
        double pt = treatment.Mean;
        double vc = control.M2 / controlCount / controlCount;
        double vt = treatment.M2 / treatmentCount / treatmentCount;
        double pooled = ((double)controlSuccesses + treatmentSuccesses) / ((double)controlCount + treatmentCount);
        double scale = variance == ZTestVariance.Pooled
            ? pooled * (1 - pooled) * (1.0 / controlCount + 1.0 / treatmentCount)
            : vc + vt;
        if (!(scale > 0))
        {
            return MeanDifference.Untestable(Name(variance), control, treatment, AbsenceReason.DegenerateProportion, alpha);
        }

        double difference = pt - pc;
        double z = difference / Math.Sqrt(scale);
        double critical = StandardNormal.InverseSurvival(OneSided.Tail(alpha, alternative));
        double standardError = Math.Sqrt(vc + vt);
        return new MeanComparison(
            controlCount,
            treatmentCount,
            pc,
            pt,
            standardError > 0
                ? OneSided.Around(difference, standardError, critical, alpha, alternative)
                : Estimate.Absent(AbsenceReason.DegenerateProportion, 1 - alpha) with { Value = difference },
            OneSided.Keep(RelativeLift.Estimate(pc, vc, pt, vt, critical, alpha), alternative),
            z,
            Measure.Absent(AbsenceReason.NotComputed),
            alternative switch
            {
                Alternative.TwoSided => StandardNormal.TwoSided(z),
                Alternative.Greater => StandardNormal.Survival(z),
                Alternative.Less => StandardNormal.Survival(-z),
                _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
            }) { Method = Name(variance) };
    }

    private static string Name(ZTestVariance variance) => variance == ZTestVariance.Pooled ? "z" : "z_unpooled";
}
