using GrpcExp.Statistics.Distributions;
using MathNet.Numerics.RootFinding;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// The final analysis of a group-sequential test, by the stagewise ordering: an earlier crossing is stronger evidence than any
/// later one, and within a look a larger statistic is. It needs no boundary of looks that were never reached.
/// </summary>
/// <remarks>
/// A. Tsiatis, G. Rosner and C. Mehta, "Exact Confidence Intervals Following a Group Sequential Test", Biometrics 40 (1984); Jennison
/// and Turnbull (2000), §8.4 and §8.5.
/// </remarks>
public static class GroupSequentialTest
{
    /// <summary>Ends <paramref name="design"/> at a look.</summary>
    /// <param name="design">The boundaries that were in force at the earlier looks.</param>
    /// <param name="look">1 for the first; no earlier look may have crossed.</param>
    /// <param name="estimate">Treatment − control at this look, in any unit, finite.</param>
    /// <param name="standardError">Of it, at this look. Zero leaves everything absent.</param>
    public static GroupSequentialResult End(GroupSequentialDesign design, int look, double estimate, double standardError)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (look < 1 || look > design.Looks.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(look), look, $"The design has looks 1 to {design.Looks.Count}.");
        }

        if (!double.IsFinite(estimate) || !(standardError >= 0) || double.IsInfinity(standardError))
        {
            throw new ArgumentException($"An estimate of {estimate:R} with standard error {standardError:R} is not a finite result.", nameof(estimate));
        }

        double confidence = 1 - design.Alpha;
        double statistic = estimate / standardError;
        if (!double.IsFinite(statistic))
        {
            var absent = Measure.Absent(AbsenceReason.ZeroVariance);
            return new GroupSequentialResult(
                look, absent, false, absent, absent, Estimate.Absent(AbsenceReason.ZeroVariance, confidence) with { Value = estimate });
        }

        // In units of the standard error at this look the information here is 1, and a test for "less" is mirrored.
        bool twoSided = design.Alternative == Alternative.TwoSided;
        int sign = design.Alternative == Alternative.Less ? -1 : 1;
        double z = sign * statistic;
        double[] information = [.. design.Fractions.Take(look).Select(t => t / design.Fractions[look - 1])];
        (double Upper, double Lower) Beyond(double drift) => StagePaths.Beyond(information, design.Boundaries, twoSided, drift, z);
        var (upper, lower) = Beyond(0);
        double p = twoSided ? Math.Min(1, 2 * Math.Min(upper, lower)) : upper;
        double tail = twoSided ? design.Alpha / 2 : design.Alpha;
        Measure median = Solve(Beyond, z, 0.5) * sign * standardError;
        Measure near = Solve(Beyond, z, tail) * sign * standardError;
        Measure far = twoSided ? Solve(Beyond, z, 1 - tail) * standardError : Measure.Absent(AbsenceReason.OneSidedInterval);
        return new GroupSequentialResult(
            look,
            statistic,
            (twoSided ? Math.Abs(z) : z) >= design.Boundaries[look - 1],
            twoSided ? StandardNormal.TwoSided(z) : StandardNormal.Survival(z),
            p,
            new Estimate(median, standardError, sign > 0 ? near : far, sign > 0 ? far : near, confidence));
    }

    /// <summary>The drift at which the chance of a result at least as far up is <paramref name="target"/>; it rises with the drift.</summary>
    private static double Solve(Func<double, (double Upper, double Lower)> beyond, double z, double target)
    {
        // On the logarithm of the smaller side, which keeps its digits in either tail.
        double Gap(double drift)
        {
            var (upper, lower) = beyond(drift);
            return target <= 0.5
                ? Math.Log(Math.Max(upper, 1e-320)) - Math.Log(target)
                : Math.Log(1 - target) - Math.Log(Math.Max(lower, 1e-320));
        }

        double low = z;
        double high = z;
        for (double step = 1; Gap(low) > 0; step *= 2)
        {
            high = low;
            low -= step;
        }

        for (double step = 1; Gap(high) < 0; step *= 2)
        {
            low = high;
            high += step;
        }

        return low == high ? low
            : Brent.TryFindRoot(Gap, low, high, 1e-13, 300, out double root) ? root
            : double.NaN;
    }
}
