using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// CUPED: y − θ(x − x̄), where the covariate x was measured before the experiment and so cannot carry an effect.
/// θ = ΣCxy/ΣM2x is pooled over all variants from deviations inside each variant, so a treatment effect cannot leak
/// into it; x̄ is the mean of x over all variants, so adjusted means stay on the metric's scale. θ is treated as known,
/// which is right up to O(1/n).
/// </summary>
/// <remarks>A. Deng, Y. Xu, R. Kohavi and T. Walker, "Improving the Sensitivity of Online Controlled Experiments", WSDM 2013.</remarks>
public static class Cuped
{
    /// <summary>Compares one treatment with the control by Welch's test on the adjusted values.</summary>
    /// <param name="control">Joint moments of the control.</param>
    /// <param name="treatment">Joint moments of the treatment.</param>
    /// <param name="others">The remaining variants, which also inform θ and x̄.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    public static CupedComparison Compare(
        CovariateMoments control,
        CovariateMoments treatment,
        IEnumerable<CovariateMoments>? others = null,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        double cross = 0;
        double squares = 0;
        double n = 0;
        double covariateMean = 0;
        foreach (var variant in new[] { control, treatment }.Concat(others ?? []))
        {
            cross += variant.CrossM2;
            squares += variant.Covariate.M2;
            if (variant.Count > 0)
            {
                n += variant.Count;
                covariateMean += (variant.Covariate.Mean - covariateMean) * (variant.Count / n);
            }
        }

        if (!(squares > 0))
        {
            var reason = n == 0 ? AbsenceReason.NoUnits : AbsenceReason.ZeroCovariateVariance;
            var absent = Measure.Absent(reason);
            return new CupedComparison(
                absent, absent, MeanDifference.Untestable("cuped", control.Metric, treatment.Metric, reason, alpha));
        }

        double theta = cross / squares;
        var adjustedControl = Adjust(control, theta, covariateMean);
        var adjustedTreatment = Adjust(treatment, theta, covariateMean);
        var adjusted = WelchTest.Compare(adjustedControl, adjustedTreatment, alpha, alternative);
        return new CupedComparison(theta, Reduction(control, treatment, adjustedControl, adjustedTreatment), adjusted with { Method = "cuped" });
    }

    private static SampleMoments Adjust(CovariateMoments variant, double theta, double covariateMean)
    {
        if (variant.Count == 0)
        {
            return default;
        }

        double m2 = variant.Metric.M2 - 2 * theta * variant.CrossM2 + theta * theta * variant.Covariate.M2;

        // A covariate that predicts perfectly leaves only rounding; that is no variance to test against.
        double resolution = 1e-14 * (variant.Metric.M2 + theta * theta * variant.Covariate.M2);
        return new SampleMoments(
            variant.Count,
            variant.Metric.Mean - theta * (variant.Covariate.Mean - covariateMean),
            m2 <= resolution ? 0 : m2);
    }

    private static Measure Reduction(
        CovariateMoments control, CovariateMoments treatment, SampleMoments adjustedControl, SampleMoments adjustedTreatment)
    {
        if (!control.Metric.VarianceOfMean.TryGet(out double vc) || !treatment.Metric.VarianceOfMean.TryGet(out double vt))
        {
            return Measure.Absent(AbsenceReason.TooFewUnits);
        }

        return vc + vt > 0
            ? 1 - (adjustedControl.VarianceOfMean.Value + adjustedTreatment.VarianceOfMean.Value) / (vc + vt)
            : Measure.Absent(AbsenceReason.ZeroVariance);
    }
}
