using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// The mixture sequential probability ratio test of a difference of means against zero, effects mixed by N(0, τ²). With V
/// the variance of the difference, Λ = √(V/(V + τ²))·e^(τ²d²/(2V(V + τ²))) and p = min(1, 1/Λ). Same assumptions as
/// <see cref="ConfidenceSequence"/>, of which it is another tuning: τ² is fixed in the metric's unit, ρ² in standard
/// deviations of a unit, and the two are one and the same where τ² = nρ²V.
/// </summary>
/// <remarks>
/// R. Johari, P. Koomen, L. Pekelis and D. Walsh, "Peeking at A/B Tests", KDD 2017, and "Always Valid Inference", Operations
/// Research 70 (2022).
/// </remarks>
public static class MixtureSprt
{
    /// <summary>Compares <paramref name="treatment"/> with <paramref name="control"/> at one of any number of looks.</summary>
    /// <param name="control">Moments of the control so far.</param>
    /// <param name="treatment">Moments of the treatment so far.</param>
    /// <param name="effectDeviation">
    /// τ &gt; 0 in the metric's unit: the standard deviation of effects one expects, in practice about the minimum effect of
    /// interest. Fixed before the first look; no default.
    /// </param>
    /// <param name="alpha">Chance of ever being wrong, over all looks together, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided; one-sided takes half of the mixture.</param>
    /// <returns>
    /// The p-value and the interval of this look; both intervals exclude zero exactly when p is below
    /// <paramref name="alpha"/>. Over looks take <see cref="RunningMinimum"/>.
    /// </returns>
    public static MeanComparison Compare(
        SampleMoments control,
        SampleMoments treatment,
        double effectDeviation,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        NormalMixture.RequireKnown(alternative);
        if (!(effectDeviation > 0) || double.IsInfinity(effectDeviation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(effectDeviation), effectDeviation, "The deviation of effects must be positive, e.g. the minimum effect of interest.");
        }

        return SequentialComparison.Compare(
            "mixture_sprt", control, treatment, alpha, alternative, variance => effectDeviation / variance * effectDeviation);
    }

    /// <summary>
    /// The always-valid p-value after each look: the smallest so far. It never rises, and it is below alpha exactly when some
    /// interval so far excluded zero. A look without a p-value changes nothing; before the first one its reason stays.
    /// </summary>
    /// <param name="looks">P-values of single looks, in the order of time.</param>
    public static IReadOnlyList<Measure> RunningMinimum(IEnumerable<Measure> looks)
    {
        ArgumentNullException.ThrowIfNull(looks);
        var running = new List<Measure>();
        foreach (var look in looks)
        {
            bool keep = running.Count > 0 && running[^1].IsPresent && !(look.OrNull < running[^1].Value);
            running.Add(keep ? running[^1] : look);
        }

        return running;
    }
}
