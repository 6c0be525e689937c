using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>
/// The beta–binomial model of conversions: with a prior Beta(α, β), s conversions of n units give the posterior Beta(α + s, β + n − s). Exact,
/// by integration; nothing is drawn and nothing is approximated by a normal. Assumes independent units and a larger probability to be better.
/// </summary>
/// <remarks>A. Gelman et al., Bayesian Data Analysis (3rd ed.), §2.4; C. Stucchio, Bayesian A/B Testing at VWO (2015) for the expected loss.</remarks>
public static class BetaBinomial
{
    /// <summary>Compares the treatment with the control.</summary>
    /// <param name="controlConversions">Between 0 and <paramref name="controlUnits"/>.</param>
    /// <param name="controlUnits">n of the control, ≥ 0.</param>
    /// <param name="treatmentConversions">Between 0 and <paramref name="treatmentUnits"/>.</param>
    /// <param name="treatmentUnits">n of the treatment, ≥ 0.</param>
    /// <param name="prior">Of both variants, default <see cref="BetaPrior.Flat"/>.</param>
    /// <param name="alpha">1 − content of the credible intervals, in (0, 1), default 0.05.</param>
    /// <returns>Absent with <see cref="AbsenceReason.ImproperPosterior"/> when the prior is 0 where a variant has no count either.</returns>
    public static RateComparison Compare(
        long controlConversions, long controlUnits, long treatmentConversions, long treatmentUnits, BetaPrior? prior = null, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        SuccessCounts.Require(controlConversions, controlUnits, nameof(controlConversions));
        SuccessCounts.Require(treatmentConversions, treatmentUnits, nameof(treatmentConversions));
        prior = Require(prior);
        return RateComparison.Of(Posterior(prior, controlConversions, controlUnits), Posterior(prior, treatmentConversions, treatmentUnits), alpha);
    }

    /// <summary>The chance of each arm to be the best, and its expected loss.</summary>
    /// <param name="arms">Conversions and units of at least two arms, in any order.</param>
    /// <param name="prior">Of every arm, default <see cref="BetaPrior.Flat"/>.</param>
    /// <param name="alpha">1 − content of the credible intervals, in (0, 1), default 0.05.</param>
    /// <returns>One an arm, in their order; all absent when one posterior is improper.</returns>
    public static IReadOnlyList<RankedArm> Rank(IReadOnlyList<(long Conversions, long Units)> arms, BetaPrior? prior = null, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(arms);
        SignificanceLevel.Require(alpha, nameof(alpha));
        RankedArm.RequireSeveral(arms.Count, nameof(arms));
        prior = Require(prior);
        foreach (var arm in arms)
        {
            SuccessCounts.Require(arm.Conversions, arm.Units, nameof(arms));
        }

        return RankedArm.RankProper([.. arms.Select(arm => Posterior(prior, arm.Conversions, arm.Units))], alpha);
    }

    private static BetaArm? Posterior(BetaPrior prior, long conversions, long units)
    {
        double a = prior.Conversions + conversions;
        double b = prior.Others + (units - conversions);
        return a > 0 && b > 0 ? new BetaArm(a, b) : null;
    }

    private static BetaPrior Require(BetaPrior? prior)
    {
        prior ??= BetaPrior.Flat;
        return prior.Conversions >= 0 && prior.Others >= 0 && double.IsFinite(prior.Conversions + prior.Others)
            ? prior
            : throw new ArgumentOutOfRangeException(nameof(prior), prior, "The counts of a prior must be finite and not negative; use BetaPrior.Flat for no opinion.");
    }
}
