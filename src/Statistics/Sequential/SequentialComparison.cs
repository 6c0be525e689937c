using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Sequential;

/// <summary>Puts the interval and the p-value of a normal mixture around a difference of means.</summary>
internal static class SequentialComparison
{
    /// <param name="method">Name of the method.</param>
    /// <param name="control">Moments of the control.</param>
    /// <param name="treatment">Moments of the treatment.</param>
    /// <param name="alpha">Error rate over all looks together.</param>
    /// <param name="alternative">Which side counts.</param>
    /// <param name="ratio">From the variance of the difference to the mixture's x.</param>
    public static MeanComparison Compare(
        string method, SampleMoments control, SampleMoments treatment, double alpha, Alternative alternative, Func<double, double> ratio)
    {
        if (!control.VarianceOfMean.TryGet(out double vc) || !treatment.VarianceOfMean.TryGet(out double vt))
        {
            var reason = control.Count == 0 || treatment.Count == 0 ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits;
            return MeanDifference.Untestable(method, control, treatment, reason, alpha);
        }

        double standardError = Math.Sqrt(vc + vt);
        if (!(standardError > 0))
        {
            return MeanDifference.Untestable(method, control, treatment, AbsenceReason.ZeroVariance, alpha);
        }

        double x = ratio(vc + vt);
        double critical = NormalMixture.Critical(x, alpha, alternative == Alternative.TwoSided);
        double difference = treatment.DifferenceFrom(control);
        double statistic = difference / standardError;
        var relative = RelativeLift.Estimate(control.Mean, vc, treatment.Mean, vt, critical, alpha);

        return new MeanComparison(
            control.Count,
            treatment.Count,
            control.Mean,
            treatment.Mean,
            OneSided.Around(difference, standardError, critical, alpha, alternative),
            OneSided.KeepLift(relative, alternative, control.Mean),
            statistic,
            Measure.Absent(AbsenceReason.NotComputed),
            NormalMixture.PValue(statistic, x, alternative)) { Method = method };
    }
}
