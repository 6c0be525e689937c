using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>Student's two-sample t test. Assumes one variance common to both variants; prefer <see cref="WelchTest"/>.</summary>
/// <remarks>"Student", Biometrika 6 (1908).</remarks>
public static class PooledTTest
{
    /// <summary>Compares <paramref name="treatment"/> with <paramref name="control"/> on nc + nt − 2 degrees of freedom.</summary>
    /// <param name="control">Moments of the control.</param>
    /// <param name="treatment">Moments of the treatment.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    public static MeanComparison Compare(
        SampleMoments control, SampleMoments treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (control.Count == 0 || treatment.Count == 0)
        {
            return MeanDifference.Untestable("pooled_t", control, treatment, AbsenceReason.NoUnits, alpha);
        }

        double df = (double)control.Count + treatment.Count - 2;
        if (df < 1)
        {
            return MeanDifference.Untestable("pooled_t", control, treatment, AbsenceReason.TooFewUnits, alpha);
        }

        double variance = (control.M2 + treatment.M2) / df;
        return MeanDifference.Compare("pooled_t", control, treatment, variance / control.Count, variance / treatment.Count, df, alpha, alternative);
    }
}
