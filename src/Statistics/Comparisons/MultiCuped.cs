using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// CUPED with one or several covariates: y − θ·(x − x̄), all of x measured before the experiment. θ solves the normal
/// equations of deviations inside variants, pooled over all variants (the slopes of an analysis of covariance), so a
/// treatment effect cannot leak into it; x̄ is over all variants, so adjusted means stay on the metric's scale. θ is
/// treated as known, which is right up to O(k/n). With one covariate it is <see cref="Cuped"/>.
/// </summary>
/// <remarks>
/// A. Deng, Y. Xu, R. Kohavi and T. Walker, WSDM 2013, appendix; W. Lin, "Agnostic Notes on Regression Adjustments to
/// Experimental Data", Annals of Applied Statistics 7 (2013).
/// </remarks>
public static class MultiCuped
{
    /// <summary>Compares one treatment with the control by Welch's test on the adjusted values.</summary>
    /// <param name="control">Joint moments of the metric (variable 0) and its covariates.</param>
    /// <param name="treatment">The same of the treatment.</param>
    /// <param name="others">The remaining variants, which also inform θ and x̄.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    /// <returns>
    /// Absent with <see cref="AbsenceReason.SingularCovariates"/> when one covariate is a combination of the others, with
    /// <see cref="AbsenceReason.ZeroCovariateVariance"/> when one is constant; the plain means are still shown.
    /// </returns>
    public static MultiCupedComparison Compare(
        JointMoments control,
        JointMoments treatment,
        IEnumerable<JointMoments>? others = null,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        JointMoments[] variants = [control, treatment, .. others ?? []];
        var (theta, reason) = CovariateSlopes.Pool(variants);
        var plainControl = control.Count > 0 ? control[0] : default;
        var plainTreatment = treatment.Count > 0 ? treatment[0] : default;
        if (theta is null)
        {
            return new MultiCupedComparison(
                [], Measure.Absent(reason), MeanDifference.Untestable("several_covariates", plainControl, plainTreatment, reason, alpha));
        }

        double[] centre = CovariateSlopes.Means(variants);
        var adjusted = WelchTest.Compare(
            CovariateSlopes.Adjust(control, theta, centre), CovariateSlopes.Adjust(treatment, theta, centre), alpha, alternative);
        var plain = WelchTest.Compare(plainControl, plainTreatment, alpha);
        return new MultiCupedComparison([.. theta], CovariateSlopes.Reduction(plain.Absolute, adjusted.Absolute), adjusted with { Method = "several_covariates" });
    }
}
