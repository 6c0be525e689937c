using MathNet.Numerics.Random;

namespace GrpcExp.Statistics.Resampling;

/// <summary>
/// The bootstrap of the difference of any statistic of single values, with Efron's bias-corrected and accelerated (BCa)
/// interval. Assumes independent units and a statistic that changes smoothly with them: for medians and other quantiles
/// use the order-statistic interval instead.
/// </summary>
/// <remarks>B. Efron, "Better Bootstrap Confidence Intervals", JASA 82 (1987).</remarks>
public static class Bootstrap
{
    /// <summary>Default number of resamples.</summary>
    public const int DefaultResamples = 9_999;

    /// <summary>Most resamples.</summary>
    public const int MaximumResamples = 1_000_000;

    /// <summary>Most groups that the acceleration leaves out in turn; larger samples are left out in so many interleaved groups.</summary>
    public const int JackknifeGroups = 1_000;

    /// <summary>Estimates statistic(treatment) − statistic(control).</summary>
    /// <param name="control">Values of the control, finite; at least two.</param>
    /// <param name="treatment">Values of the treatment, finite; at least two.</param>
    /// <param name="statistic">Of values in any order; must not keep or change the array.</param>
    /// <param name="seed">The same seed and the same values in the same order give the same interval.</param>
    /// <param name="resamples">1..<see cref="MaximumResamples"/>, default 9,999.</param>
    /// <param name="alpha">Two-sided error rate of the interval, in (0, 1), default 0.05.</param>
    /// <returns>
    /// In the unit of the statistic; the standard error is the standard deviation of the resamples. The interval is absent
    /// with <see cref="AbsenceReason.NotFinite"/> when all resamples lie on one side of the estimate.
    /// </returns>
    public static Estimate Difference(
        IReadOnlyList<double> control,
        IReadOnlyList<double> treatment,
        Func<double[], double> statistic,
        int seed,
        int resamples = DefaultResamples,
        double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        SignificanceLevel.Require(alpha, nameof(alpha));
        Observations.Require(control, nameof(control));
        Observations.Require(treatment, nameof(treatment));
        if (resamples is < 1 or > MaximumResamples)
        {
            throw new ArgumentOutOfRangeException(
                nameof(resamples), resamples, $"resamples must lie between 1 and {MaximumResamples}.");
        }

        if (control.Count < 2 || treatment.Count < 2)
        {
            return Estimate.Absent(
                control.Count == 0 || treatment.Count == 0 ? AbsenceReason.NoUnits : AbsenceReason.TooFewUnits, 1 - alpha);
        }

        double[] c = [.. control];
        double[] t = [.. treatment];
        double ofControl = statistic(c);
        double ofTreatment = statistic(t);
        double estimate = ofTreatment - ofControl;
        double[] drawn = Draw(c, t, statistic, seed, resamples);
        Array.Sort(drawn);
        double mean = drawn.Average();
        double variance = drawn.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, resamples - 1);
        if (!(variance > 0))
        {
            var reason = double.IsFinite(variance) ? AbsenceReason.ZeroVariance : AbsenceReason.NotFinite;
            return Estimate.Absent(reason, 1 - alpha) with { Value = estimate };
        }

        double acceleration = BcaInterval.Acceleration(
            [[.. LeaveOut(c, statistic).Select(v => ofTreatment - v)], [.. LeaveOut(t, statistic).Select(v => v - ofControl)]]);
        var (low, high) = BcaInterval.Ends(estimate, drawn, acceleration, alpha);
        return new Estimate(estimate, Math.Sqrt(variance), low, high, 1 - alpha);
    }

    private static double[] Draw(double[] control, double[] treatment, Func<double[], double> statistic, int seed, int resamples)
    {
        var random = new Xoshiro256StarStar(seed, threadSafe: false);
        var c = new double[control.Length];
        var t = new double[treatment.Length];
        void Fill(double[] into, double[] from)
        {
            for (int i = 0; i < into.Length; i++)
            {
                into[i] = from[random.Next(from.Length)];
            }
        }

        var drawn = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            Fill(c, control);
            Fill(t, treatment);
            drawn[i] = statistic(t) - statistic(c);
        }

        return drawn;
    }

    private static IEnumerable<double> LeaveOut(double[] values, Func<double[], double> statistic)
    {
        int groups = Math.Min(values.Length, JackknifeGroups);
        for (int group = 0; group < groups; group++)
        {
            yield return statistic([.. values.Where((_, i) => i % groups != group)]);
        }
    }
}
