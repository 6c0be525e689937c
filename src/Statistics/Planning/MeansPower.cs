using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Planning;

/// <summary>
/// Power, sample size and minimum detectable effect of the two-sample t test, exact by the noncentral t. Assumes
/// independent units and one standard deviation; for unequal ones use <see cref="EffectSize"/>.
/// </summary>
/// <remarks>J. Cohen, Statistical Power Analysis (2nd ed.), §2; agrees with statsmodels' TTestIndPower.</remarks>
public static class MeansPower
{
    private const double LeastDegreesOfFreedom = 1;

    /// <summary>
    /// The standardized effect that stands for a difference between variants of unequal standard deviation: the pooled
    /// σ is the one with the same variance of the difference, σ²(1 + 1/r) = σc² + σt²/r.
    /// </summary>
    /// <param name="difference">In the metric's unit.</param>
    /// <param name="controlVariance">σc² ≥ 0.</param>
    /// <param name="treatmentVariance">σt² ≥ 0.</param>
    /// <param name="ratio">r = treatment units / control units, &gt; 0, default 1.</param>
    public static Measure EffectSize(double difference, double controlVariance, double treatmentVariance, double ratio = 1)
    {
        double variance = (controlVariance + treatmentVariance / ratio) / (1 + 1 / ratio);
        return variance > 0 ? difference / Math.Sqrt(variance) : Measure.Absent(AbsenceReason.ZeroVariance);
    }

    /// <summary>The probability of a significant result; absent below three units in total.</summary>
    /// <param name="effectSize">Difference / standard deviation, any sign.</param>
    /// <param name="controlUnits">n of the control, may be fractional.</param>
    /// <param name="ratio">Treatment units / control units, &gt; 0, default 1.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided; both tails count.</param>
    public static Measure Power(
        double effectSize, double controlUnits, double ratio = 1, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        Require(ratio, alpha);
        double df = controlUnits * (1 + ratio) - 2;
        if (!(df >= LeastDegreesOfFreedom))
        {
            return Measure.Absent(AbsenceReason.TooFewUnits);
        }

        double noncentrality = effectSize * Math.Sqrt(controlUnits * ratio / (1 + ratio));
        double critical = StudentT.InverseSurvival(alternative == Alternative.TwoSided ? alpha / 2 : alpha, df);
        return alternative switch
        {
            Alternative.TwoSided => Math.Min(1, Tail(critical, df, noncentrality) + Tail(critical, df, -noncentrality)),
            Alternative.Greater => Tail(critical, df, noncentrality),
            Alternative.Less => Tail(critical, df, -noncentrality),
            _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
        };
    }

    /// <summary>
    /// The control units needed; not rounded. The treatment needs <paramref name="ratio"/> times as many. Never fewer than
    /// three units in total; absent when no sample of up to 1e18 is enough.
    /// </summary>
    /// <param name="effectSize">Difference / standard deviation; its sign must fit a one-sided alternative.</param>
    /// <param name="power">Wanted, in (alpha, 1), default 0.8.</param>
    /// <param name="ratio">Treatment units / control units, &gt; 0, default 1.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="alternative">Default two-sided.</param>
    public static Measure SampleSize(
        double effectSize, double power = 0.8, double ratio = 1, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        Require(ratio, alpha);
        bool wrongWay = alternative switch
        {
            Alternative.Greater => effectSize <= 0,
            Alternative.Less => effectSize >= 0,
            _ => effectSize == 0,
        };
        if (wrongWay)
        {
            return Measure.Absent(AbsenceReason.NoSolution);
        }

        double distance = Monotone.NormalDistance(alpha, power, alternative == Alternative.TwoSided);
        double guess = distance * distance * (1 + 1 / ratio) / (effectSize * effectSize);

        // The next number up, so that rounding cannot push the degrees of freedom below the least.
        double smallest = Math.BitIncrement((2 + LeastDegreesOfFreedom) / (1 + ratio));
        return Power(effectSize, smallest, ratio, alpha, alternative).OrNull >= power
            ? smallest
            : Monotone.Solve(n => Power(effectSize, n, ratio, alpha, alternative), power, guess, smallest, largest: 1e18);
    }

    /// <summary>The smallest effect size, in standard deviations and positive, that is detected with the given power.</summary>
    /// <param name="controlUnits">n of the control.</param>
    /// <param name="power">Wanted, in (alpha, 1), default 0.8.</param>
    /// <param name="ratio">Treatment units / control units, &gt; 0, default 1.</param>
    /// <param name="alpha">Error rate, in (0, 1), default 0.05.</param>
    /// <param name="twoSided">Default true; otherwise one-sided.</param>
    public static Measure DetectableEffect(
        double controlUnits, double power = 0.8, double ratio = 1, double alpha = 0.05, bool twoSided = true)
    {
        Require(ratio, alpha);
        var alternative = twoSided ? Alternative.TwoSided : Alternative.Greater;
        double guess = Monotone.NormalDistance(alpha, power, twoSided) * Math.Sqrt((1 + 1 / ratio) / controlUnits);
        return controlUnits * (1 + ratio) - 2 >= LeastDegreesOfFreedom
            ? Monotone.Solve(d => Power(d, controlUnits, ratio, alpha, alternative), power, guess, smallest: 1e-12, largest: 1e12)
            : Measure.Absent(AbsenceReason.TooFewUnits);
    }

    private static double Tail(double critical, double df, double noncentrality) =>
        critical > 0
            ? NoncentralT.Survival(critical, df, noncentrality)
            : 1 - NoncentralT.Survival(-critical, df, -noncentrality);

    private static void Require(double ratio, double alpha)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (!(ratio > 0) || double.IsInfinity(ratio))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio of units must be positive.");
        }
    }
}
