using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>
/// The normal–normal model of a difference of means. Assumes means that are close to normal with variances known from the sample, and
/// a larger value is better; for a metric where less is better swap the losses and take 1 − the chance.
/// </summary>
/// <remarks>
/// A. Gelman et al., Bayesian Data Analysis (3rd ed.), §2.5; expected loss: H. Raiffa and R. Schlaifer, Applied Statistical Decision
/// Theory (1961), the unit normal loss integral.
/// </remarks>
public static class NormalPosterior
{
    /// <summary>Compares <paramref name="treatment"/> with <paramref name="control"/>.</summary>
    /// <param name="control">Moments of the control.</param>
    /// <param name="treatment">Moments of the treatment.</param>
    /// <param name="prior">
    /// Default <see cref="NormalPrior.Flat"/>. A relative prior is brought to the metric's unit by the control mean; a negative
    /// control mean turns it around.
    /// </param>
    /// <param name="alpha">1 − content of the credible interval, in (0, 1), default 0.05.</param>
    /// <returns>
    /// Absent below two units a variant, when nothing varies, and with <see cref="AbsenceReason.ZeroControlMean"/> when a relative
    /// prior meets a zero control mean.
    /// </returns>
    public static BayesianComparison Compare(
        SampleMoments control, SampleMoments treatment, NormalPrior? prior = null, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        prior ??= NormalPrior.Flat;
        if (!double.IsFinite(prior.Mean) || !(prior.Deviation > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(prior), prior, "A prior needs a finite mean and a positive deviation; use NormalPrior.Flat for no opinion.");
        }

        if (!control.VarianceOfMean.TryGet(out double vc) || !treatment.VarianceOfMean.TryGet(out double vt))
        {
            return Absent(control.Count == 0 || treatment.Count == 0 ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits, alpha);
        }

        double variance = vc + vt;
        if (!(variance > 0))
        {
            return Absent(AbsenceReason.ZeroVariance, alpha);
        }

        double unit = prior.Relative ? control.Mean : 1;
        if (unit == 0)
        {
            return Absent(AbsenceReason.ZeroControlMean, alpha);
        }

        // Weight of the data, τ²/(τ² + V), written so that a flat prior gives 1.
        double tau = prior.Deviation * Math.Abs(unit);
        double data = 1 / (1 + variance / tau / tau);
        double centre = prior.Mean * unit;
        double mean = centre + data * (treatment.DifferenceFrom(control) - centre);
        double deviation = Math.Sqrt(variance * data);
        double z = mean / deviation;
        double critical = StandardNormal.InverseSurvival(alpha / 2);
        return new BayesianComparison(
            new Estimate(mean, deviation, mean - critical * deviation, mean + critical * deviation, 1 - alpha),
            StandardNormal.Survival(-z),
            deviation * StandardNormal.UnitLoss(z),
            deviation * StandardNormal.UnitLoss(-z));
    }

    /// <summary>The chance of each arm's mean to be the largest, and its expected loss, under a flat prior on every mean.</summary>
    /// <param name="arms">Moments of at least two arms, in any order.</param>
    /// <param name="alpha">1 − content of the credible intervals, in (0, 1), default 0.05.</param>
    /// <returns>One an arm, in their order; all absent when an arm has fewer than two units or no variance.</returns>
    public static IReadOnlyList<RankedArm> Rank(IReadOnlyList<SampleMoments> arms, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(arms);
        SignificanceLevel.Require(alpha, nameof(alpha));
        RankedArm.RequireSeveral(arms.Count, nameof(arms));
        if (arms.Any(arm => arm.Count < 2))
        {
            return RankedArm.Absent(arms.Any(arm => arm.Count == 0) ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits, arms.Count, alpha);
        }

        return arms.Any(arm => !(arm.VarianceOfMean.OrNull > 0))
            ? RankedArm.Absent(AbsenceReason.ZeroVariance, arms.Count, alpha)
            : RankedArm.Rank([.. arms.Select(arm => new NormalArm(arm.Mean, Math.Sqrt(arm.VarianceOfMean.Value)))], alpha);
    }

    private static BayesianComparison Absent(AbsenceReason reason, double alpha)
    {
        var absent = Measure.Absent(reason);
        return new BayesianComparison(Estimate.Absent(reason, 1 - alpha), absent, absent, absent);
    }
}
