using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>What every t test of two means shares once the variances of the means and the degrees of freedom are known.</summary>
internal static class MeanDifference
{
    public static MeanComparison Compare(
        string method, SampleMoments control, SampleMoments treatment, double vc, double vt, double df, double alpha, Alternative alternative)
    {
        double difference = treatment.DifferenceFrom(control);
        double standardError = Math.Sqrt(vc + vt);
        if (!(standardError > 0))
        {
            return Untestable(method, control, treatment, AbsenceReason.ZeroVariance, alpha);
        }

        double statistic = difference / standardError;
        double critical = StudentT.InverseSurvival(OneSided.Tail(alpha, alternative), df);
        return new MeanComparison(
            control.Count,
            treatment.Count,
            control.Mean,
            treatment.Mean,
            OneSided.Around(difference, standardError, critical, alpha, alternative),
            OneSided.KeepLift(RelativeLift.Estimate(control.Mean, vc, treatment.Mean, vt, critical, alpha), alternative, control.Mean),
            statistic,
            df,
            PValue(statistic, df, alternative)) { Method = method };
    }

    /// <summary>Means and the difference are still shown; whatever needs a variance is absent.</summary>
    public static MeanComparison Untestable(string method, SampleMoments control, SampleMoments treatment, AbsenceReason reason, double alpha)
    {
        var absent = Measure.Absent(reason);
        bool bothKnown = control.Count > 0 && treatment.Count > 0;
        Measure difference = bothKnown ? treatment.Mean - control.Mean : absent;
        Measure lift = !bothKnown ? absent
            : control.Mean == 0 ? Measure.Absent(AbsenceReason.ZeroControlMean)
            : (treatment.Mean - control.Mean) / control.Mean;
        return new MeanComparison(
            control.Count,
            treatment.Count,
            control.MeanOrAbsent,
            treatment.MeanOrAbsent,
            new Estimate(difference, absent, absent, absent, 1 - alpha),
            new Estimate(lift, absent, absent, absent, 1 - alpha),
            absent,
            absent,
            absent) { Method = method };
    }

    public static double PValue(double statistic, double df, Alternative alternative) => alternative switch
    {
        Alternative.TwoSided => StudentT.TwoSided(statistic, df),
        Alternative.Greater => StudentT.Survival(statistic, df),
        Alternative.Less => StudentT.Survival(-statistic, df),
        _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
    };
}
