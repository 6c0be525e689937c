using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Planning;

/// <summary>Power, sample size and minimum detectable effect of the z test of two proportions (normal approximation).</summary>
/// <remarks>
/// J. Fleiss, B. Levin and M. Paik, Statistical Methods for Rates and Proportions (3rd ed.), §4; with the pooled variance it
/// agrees with statsmodels' power_proportions_2indep.
/// </remarks>
public static class ProportionsPower
{
    /// <summary>The probability of a significant result.</summary>
    /// <param name="control">Control proportion, in (0, 1).</param>
    /// <param name="treatment">Treatment proportion, in (0, 1).</param>
    /// <param name="controlUnits">n of the control, may be fractional, &gt; 0.</param>
    /// <param name="ratio">Treatment units / control units, &gt; 0, default 1.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided; both tails count.</param>
    /// <param name="variance">The variance the test will divide by; default unpooled, as Welch on 0/1 does.</param>
    public static Measure Power(
        double control,
        double treatment,
        double controlUnits,
        double ratio = 1,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided,
        ZTestVariance variance = ZTestVariance.Unpooled)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        RequireProportion(control, nameof(control));
        RequireProportion(treatment, nameof(treatment));
        if (!(controlUnits > 0))
        {
            return Measure.Absent(AbsenceReason.TooFewUnits);
        }

        // Standard deviations of √n·(difference): under the alternative, and as the test will estimate it.
        double sigma = Math.Sqrt(Variance(control, treatment, ratio));
        double pooled = (control + treatment * ratio) / (1 + ratio);
        double assumed = variance == ZTestVariance.Pooled ? Math.Sqrt(pooled * (1 - pooled) * (1 + 1 / ratio)) : sigma;
        double shift = (treatment - control) * Math.Sqrt(controlUnits) / sigma;
        double critical = StandardNormal.InverseSurvival(alternative == Alternative.TwoSided ? alpha / 2 : alpha) * assumed / sigma;
        return alternative switch
        {
            Alternative.TwoSided => StandardNormal.Survival(critical - shift) + StandardNormal.Survival(critical + shift),
            Alternative.Greater => StandardNormal.Survival(critical - shift),
            Alternative.Less => StandardNormal.Survival(critical + shift),
            _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
        };
    }

    /// <summary>The control units needed; not rounded. The treatment needs <paramref name="ratio"/> times as many.</summary>
    /// <param name="control">Control proportion, in (0, 1).</param>
    /// <param name="treatment">Treatment proportion, in (0, 1), different from the control's.</param>
    /// <param name="power">Wanted, in (alpha, 1), default 0.8.</param>
    /// <param name="ratio">Treatment units / control units, &gt; 0, default 1.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="variance">The variance the test will divide by, default unpooled.</param>
    public static Measure SampleSize(
        double control,
        double treatment,
        double power = 0.8,
        double ratio = 1,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided,
        ZTestVariance variance = ZTestVariance.Unpooled)
    {
        double distance = Monotone.NormalDistance(SignificanceLevel.Require(alpha, nameof(alpha)), power, alternative == Alternative.TwoSided);
        double guess = Math.Pow(distance / (treatment - control), 2) * Variance(control, treatment, ratio);
        return Monotone.Solve(
            n => Power(control, treatment, n, ratio, alpha, alternative, variance), power, guess, smallest: 1e-6, largest: 1e18);
    }

    /// <summary>The smallest rise of the control's proportion, absolute and positive, that is detected with the given power.</summary>
    /// <param name="control">Control proportion, in (0, 1).</param>
    /// <param name="controlUnits">n of the control, &gt; 0.</param>
    /// <param name="power">Wanted, in (alpha, 1), default 0.8.</param>
    /// <param name="ratio">Treatment units / control units, &gt; 0, default 1.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="twoSided">Default true; otherwise one-sided.</param>
    /// <param name="variance">The variance the test will divide by, default unpooled.</param>
    public static Measure DetectableRise(
        double control,
        double controlUnits,
        double power = 0.8,
        double ratio = 1,
        double alpha = 0.05,
        bool twoSided = true,
        ZTestVariance variance = ZTestVariance.Unpooled)
    {
        RequireProportion(control, nameof(control));
        var alternative = twoSided ? Alternative.TwoSided : Alternative.Greater;
        double guess = Monotone.NormalDistance(SignificanceLevel.Require(alpha, nameof(alpha)), power, twoSided)
            * Math.Sqrt(Variance(control, control, ratio) / controlUnits);
        return Monotone.Solve(
            rise => Power(control, control + rise, controlUnits, ratio, alpha, alternative, variance),
            power,
            guess,
            smallest: 1e-15,
            largest: (1 - control) * (1 - 1e-12));
    }

    /// <summary>Of √n·(difference), n being the control's units.</summary>
    private static double Variance(double control, double treatment, double ratio) =>
        control * (1 - control) + treatment * (1 - treatment) / ratio;

    private static void RequireProportion(double proportion, string parameter)
    {
        if (!(proportion is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(parameter, proportion, $"{parameter} must lie strictly between 0 and 1.");
        }
    }
}
