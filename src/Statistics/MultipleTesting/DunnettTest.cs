using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.MultipleTesting;

/// <summary>
/// Dunnett's comparison of several treatments with one control: family-wise error α with more power than Bonferroni or
/// Holm's first step, because it counts that all differences share the control. Assumes one variance common to all
/// variants and means close to normal.
/// </summary>
/// <remarks>C. W. Dunnett, JASA 50 (1955), and "New Tables for Multiple Comparisons with a Control", Biometrics 20 (1964).</remarks>
public static class DunnettTest
{
    /// <summary>Compares every treatment with the control.</summary>
    /// <param name="control">Moments of the control.</param>
    /// <param name="treatments">Moments of each treatment; one without units is left out of the family.</param>
    /// <param name="alpha">Error rate of all intervals together, in (0, 1), default 0.05.</param>
    /// <param name="alternative">What the p-values are set against, default two-sided.</param>
    public static DunnettResult Compare(
        SampleMoments control,
        IReadOnlyList<SampleMoments> treatments,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        ArgumentNullException.ThrowIfNull(treatments);
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (!Enum.IsDefined(alternative))
        {
            throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative.");
        }

        long[] units = [.. treatments.Where(t => t.Count > 0).Select(t => t.Count)];
        double df = control.Count - 1.0 + units.Sum(n => n - 1.0);
        double variance = (control.M2 + treatments.Sum(t => t.M2)) / df;
        AbsenceReason? obstacle = control.Count == 0 || units.Length == 0 ? AbsenceReason.NoUnits
            : df < 1 ? AbsenceReason.TooFewUnits
            : !(variance > 0) ? AbsenceReason.ZeroVariance
            : null;
        if (obstacle is { } reason)
        {
            var absent = Measure.Absent(reason);
            return new DunnettResult(
                absent, absent, [.. treatments.Select(t => MeanDifference.Untestable("dunnett", control, t, reason, alpha))]);
        }

        var distribution = new DunnettDistribution(control.Count, units, df, alternative == Alternative.TwoSided);
        double critical = distribution.InverseSurvival(alpha);
        return new DunnettResult(critical, df, [.. treatments.Select(t => t.Count == 0
            ? MeanDifference.Untestable("dunnett", control, t, AbsenceReason.NoUnits, alpha)
            : One(control, t, variance, df, critical, distribution, alpha, alternative))]);
    }

    private static MeanComparison One(
        SampleMoments control,
        SampleMoments treatment,
        double variance,
        double df,
        double critical,
        DunnettDistribution distribution,
        double alpha,
        Alternative alternative)
    {
        double vc = variance / control.Count;
        double vt = variance / treatment.Count;
        double standardError = Math.Sqrt(vc + vt);
        double difference = treatment.DifferenceFrom(control);
        double statistic = difference / standardError;
        return new MeanComparison(
            control.Count,
            treatment.Count,
            control.Mean,
            treatment.Mean,
            OneSided.Around(difference, standardError, critical, alpha, alternative),
            OneSided.KeepLift(RelativeLift.Estimate(control.Mean, vc, treatment.Mean, vt, critical, alpha), alternative, control.Mean),
            statistic,
            df,
            distribution.Survival(alternative switch
            {
                Alternative.TwoSided => Math.Abs(statistic),
                Alternative.Greater => statistic,
                _ => -statistic,
            })) { Method = "dunnett" };
    }
}
