namespace GrpcExp.Statistics.Bayesian;

/// <summary>
/// The gamma–Poisson model of counts: with a prior Gamma(α, β), k events in an exposure of T give the posterior Gamma(α + k, β + T). The
/// exposure is whatever the rate is per: units, unit-days, views. Exact, by integration. Assumes events that come independently at a constant
/// rate, so that their variance is their mean (compare means when it is larger), and a larger rate to be better.
/// </summary>
/// <remarks>A. Gelman et al., Bayesian Data Analysis (3rd ed.), §2.6.</remarks>
public static class GammaPoisson
{
    /// <summary>Compares the treatment with the control.</summary>
    /// <param name="controlEvents">≥ 0.</param>
    /// <param name="controlExposure">≥ 0, finite.</param>
    /// <param name="treatmentEvents">≥ 0.</param>
    /// <param name="treatmentExposure">≥ 0, finite.</param>
    /// <param name="prior">Of both variants, default <see cref="GammaPrior.Flat"/>.</param>
    /// <param name="alpha">1 − content of the credible intervals, in (0, 1), default 0.05.</param>
    /// <returns>Absent with <see cref="AbsenceReason.ImproperPosterior"/> when prior and data together have no event or no exposure.</returns>
    public static RateComparison Compare(
        long controlEvents, double controlExposure, long treatmentEvents, double treatmentExposure, GammaPrior? prior = null, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        Require(controlEvents, controlExposure, nameof(controlEvents), nameof(controlExposure));
        Require(treatmentEvents, treatmentExposure, nameof(treatmentEvents), nameof(treatmentExposure));
        prior = Require(prior);
        return RateComparison.Of(Posterior(prior, controlEvents, controlExposure), Posterior(prior, treatmentEvents, treatmentExposure), alpha);
    }

    /// <summary>The chance of each arm to be the best, and its expected loss.</summary>
    /// <param name="arms">Events and exposure of at least two arms, in any order.</param>
    /// <param name="prior">Of every arm, default <see cref="GammaPrior.Flat"/>.</param>
    /// <param name="alpha">1 − content of the credible intervals, in (0, 1), default 0.05.</param>
    /// <returns>One an arm, in their order; all absent when one posterior is improper.</returns>
    public static IReadOnlyList<RankedArm> Rank(IReadOnlyList<(long Events, double Exposure)> arms, GammaPrior? prior = null, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(arms);
        SignificanceLevel.Require(alpha, nameof(alpha));
        RankedArm.RequireSeveral(arms.Count, nameof(arms));
        prior = Require(prior);
        foreach (var arm in arms)
        {
            Require(arm.Events, arm.Exposure, nameof(arms), nameof(arms));
        }

        return RankedArm.RankProper([.. arms.Select(arm => Posterior(prior, arm.Events, arm.Exposure))], alpha);
    }

    private static GammaArm? Posterior(GammaPrior prior, long events, double exposure)
    {
        double shape = prior.Events + events;
        double rate = prior.Exposure + exposure;
        return shape > 0 && rate > 0 ? new GammaArm(shape, rate) : null;
    }

    private static void Require(long events, double exposure, string eventsName, string exposureName)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events, eventsName);
        if (!(exposure >= 0) || double.IsInfinity(exposure))
        {
            throw new ArgumentOutOfRangeException(exposureName, exposure, $"{exposureName} must be finite and not negative.");
        }
    }

    private static GammaPrior Require(GammaPrior? prior)
    {
        prior ??= GammaPrior.Flat;
        return prior.Events >= 0 && prior.Exposure >= 0 && double.IsFinite(prior.Events + prior.Exposure)
            ? prior
            : throw new ArgumentOutOfRangeException(nameof(prior), prior, "The counts of a prior must be finite and not negative; use GammaPrior.Flat for no opinion.");
    }
}
