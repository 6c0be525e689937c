using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// Asymptotic confidence sequences: intervals and p-values that stay valid however often one looks and whenever one stops.
/// With n units so far the half-width is s·√(2(1 + 1/(nρ²))·log(√(1 + nρ²)/α)), s being the standard error. Assumes
/// independent units, a finite variance, and a first look at a sample large enough for the central limit theorem (a few
/// hundred units a variant; more when the metric is skewed).
/// </summary>
/// <remarks>
/// I. Waudby-Smith, D. Arbour, R. Sinha, E. Kennedy and A. Ramdas, "Time-uniform central limit theory and asymptotic
/// confidence sequences", Annals of Statistics 52 (2024), theorem 2.2, and appendix B for tuning and the one-sided form.
/// </remarks>
public static class ConfidenceSequence
{
    /// <summary>Compares <paramref name="treatment"/> with <paramref name="control"/> at one of any number of looks.</summary>
    /// <param name="control">Moments of the control so far.</param>
    /// <param name="treatment">Moments of the treatment so far.</param>
    /// <param name="plannedUnits">
    /// N*, the units of both variants together at which the interval is to be narrowest: the planned sample. Fixed before the
    /// first look; there is no default because a guess far from the plan costs width.
    /// </param>
    /// <param name="alpha">Chance of ever being wrong, over all looks together, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided. A one-sided interval has one end only.</param>
    /// <returns>
    /// Both intervals exclude zero exactly when the p-value is below <paramref name="alpha"/>. The relative one is Fieller's on
    /// the same critical value, which is as time-uniform as the absolute one: for the true lift r the means of y_t − (1+r)·y_c
    /// are a sequence of the same kind. Degrees of freedom are absent.
    /// </returns>
    public static MeanComparison Compare(
        SampleMoments control,
        SampleMoments treatment,
        double plannedUnits,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        double rho2 = MixtureVariance(plannedUnits, alpha, alternative);
        double units = (double)control.Count + treatment.Count;
        return SequentialComparison.Compare("confidence_sequence", control, treatment, alpha, alternative, _ => units * rho2);
    }

    /// <summary>
    /// ρ² &gt; 0, the mixture's variance in squared standard deviations of a unit, for which the interval is narrowest at
    /// <paramref name="plannedUnits"/>. Two-sided it solves N*ρ² = log((1 + N*ρ²)/α²), that is N*ρ² = −W₋₁(−α²/e) − 1;
    /// one-sided the same condition on the one-sided width.
    /// </summary>
    /// <param name="plannedUnits">N* &gt; 0, both variants together.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided.</param>
    public static double MixtureVariance(double plannedUnits, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        NormalMixture.RequireKnown(alternative);
        RequireUnits(plannedUnits, nameof(plannedUnits));
        return NormalMixture.NarrowestAt(alpha, alternative == Alternative.TwoSided) / plannedUnits;
    }

    /// <summary>
    /// The half-width in standard errors, for any estimate that is close to normal (adjusted by a covariate, a ratio): the
    /// interval is estimate ± this × its standard error.
    /// </summary>
    /// <param name="units">Units so far, both variants together, &gt; 0.</param>
    /// <param name="plannedUnits">N* &gt; 0, fixed before the first look.</param>
    /// <param name="alpha">Error rate over all looks, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided.</param>
    public static double Critical(
        double units, double plannedUnits, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        RequireUnits(units, nameof(units));
        return NormalMixture.Critical(
            units * MixtureVariance(plannedUnits, alpha, alternative), alpha, alternative == Alternative.TwoSided);
    }

    /// <summary>The always-valid p-value of this look, in (0, 1]; below <paramref name="alpha"/> exactly when zero is excluded.</summary>
    /// <param name="statistic">Estimate / standard error.</param>
    /// <param name="units">Units so far, both variants together, &gt; 0.</param>
    /// <param name="plannedUnits">N* &gt; 0, fixed before the first look.</param>
    /// <param name="alpha">The error rate ρ² is tuned for, in (0, 1), default 0.05; the p-value is valid at any level.</param>
    /// <param name="alternative">Default two-sided.</param>
    public static Measure PValue(
        double statistic, double units, double plannedUnits, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        RequireUnits(units, nameof(units));
        return NormalMixture.PValue(statistic, units * MixtureVariance(plannedUnits, alpha, alternative), alternative);
    }

    private static void RequireUnits(double units, string parameter)
    {
        if (!(units > 0) || double.IsInfinity(units))
        {
            throw new ArgumentOutOfRangeException(parameter, units, $"{parameter} must be a positive number of units, e.g. the planned sample of both variants.");
        }
    }
}
