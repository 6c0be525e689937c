using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// Welch's test of two means with unequal variances. Assumes independent units and means that are close to normal
/// (large samples, or normal data). The default for means and for proportions (as 0/1).
/// </summary>
/// <remarks>B. L. Welch, Biometrika 34 (1947); degrees of freedom by F. Satterthwaite, Biometrics Bulletin 2 (1946).</remarks>
public static class WelchTest
{
    /// <summary>Compares <paramref name="treatment"/> with <paramref name="control"/>.</summary>
    /// <param name="control">Moments of the control.</param>
    /// <param name="treatment">Moments of the treatment.</param>
    /// <param name="alpha">Error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What p-value and intervals are set against, default two-sided; a one-sided interval has one end.</param>
    public static MeanComparison Compare(
        SampleMoments control, SampleMoments treatment, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (!control.VarianceOfMean.TryGet(out double vc) || !treatment.VarianceOfMean.TryGet(out double vt))
        {
            return MeanDifference.Untestable("welch", control, treatment, control.Count == 0 || treatment.Count == 0 ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits, alpha);
        }

        return MeanDifference.Compare("welch", control, treatment, vc, vt, DegreesOfFreedom(vc, control.Count, vt, treatment.Count), alpha, alternative);
    }

    /// <summary>(Vc + Vt)²/(Vc²/(nc − 1) + Vt²/(nt − 1)), V being variances of the means; at least one of them positive.</summary>
    internal static double DegreesOfFreedom(double vc, long nc, double vt, long nt)
    {
        double total = vc + vt;
        double c = vc / total;
        double t = vt / total;
        return 1 / (c * c / (nc - 1) + t * t / (nt - 1));
    }
}
