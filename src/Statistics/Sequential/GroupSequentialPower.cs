using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// Planning with a group-sequential design. The drift is the expected statistic at the planned end (information fraction 1):
/// the effect over the standard error that the difference will have then. It is never taken from a formula for a single look.
/// </summary>
/// <remarks>Jennison and Turnbull (2000), §2.2, §2.6 and §7.2.</remarks>
public static class GroupSequentialPower
{
    /// <summary>The chance of crossing a boundary at any look; both boundaries of a two-sided test count.</summary>
    /// <param name="design">With boundaries at the looks that are planned.</param>
    /// <param name="drift">Effect / standard error at information fraction 1, any sign, finite.</param>
    public static Measure Power(GroupSequentialDesign design, double drift)
    {
        ArgumentNullException.ThrowIfNull(design);
        RequireFinite(drift);
        bool twoSided = design.Alternative == Alternative.TwoSided;
        double towards = design.Alternative == Alternative.Less ? -drift : drift;
        return Math.Min(1, StagePaths.Exits(design.Fractions, design.Boundaries, twoSided, towards).Sum(e => e.Upper + e.Lower));
    }

    /// <summary>
    /// The fraction of the planned information that is expected to be in at the stop, at most the last look's: what stopping
    /// early saves.
    /// </summary>
    /// <param name="design">With boundaries at the looks that are planned.</param>
    /// <param name="drift">Effect / standard error at information fraction 1, any sign, finite.</param>
    public static Measure ExpectedInformation(GroupSequentialDesign design, double drift)
    {
        ArgumentNullException.ThrowIfNull(design);
        RequireFinite(drift);
        bool twoSided = design.Alternative == Alternative.TwoSided;
        double towards = design.Alternative == Alternative.Less ? -drift : drift;
        var exits = StagePaths.Exits(design.Fractions, design.Boundaries, twoSided, towards);
        double last = design.Fractions[^1];
        return last - exits.Select((e, k) => (e.Upper + e.Lower) * (last - design.Fractions[k])).Sum();
    }

    /// <summary>The drift, positive and in the direction asked, that is found with the given power.</summary>
    /// <param name="design">With boundaries at the looks that are planned.</param>
    /// <param name="power">Wanted, in (alpha, 1), default 0.8.</param>
    /// <returns>Absent with <see cref="AbsenceReason.NoSolution"/> when power is not above alpha.</returns>
    public static Measure Drift(GroupSequentialDesign design, double power = 0.8)
    {
        ArgumentNullException.ThrowIfNull(design);
        double sign = design.Alternative == Alternative.Less ? -1 : 1;
        double guess = Monotone.NormalDistance(design.Alpha, power, design.Alternative == Alternative.TwoSided);
        return Monotone.Solve(d => Power(design, sign * d), power, guess, smallest: 1e-9, largest: 1e6);
    }

    /// <summary>
    /// How many times the units of a test with a single look the plan needs for the same power, ≥ 1 up to rounding. Multiply the
    /// sample size of <see cref="MeansPower"/> or <see cref="ProportionsPower"/> by it.
    /// </summary>
    /// <param name="design">With boundaries at the looks that are planned.</param>
    /// <param name="power">Wanted, in (alpha, 1), default 0.8.</param>
    public static Measure InflationFactor(GroupSequentialDesign design, double power = 0.8)
    {
        ArgumentNullException.ThrowIfNull(design);
        bool twoSided = design.Alternative == Alternative.TwoSided;
        double critical = StandardNormal.InverseSurvival(twoSided ? design.Alpha / 2 : design.Alpha);
        double guess = Monotone.NormalDistance(design.Alpha, power, twoSided);
        var single = Monotone.Solve(
            d => StandardNormal.Survival(critical - d) + (twoSided ? StandardNormal.Survival(critical + d) : 0),
            power,
            guess,
            smallest: 1e-9,
            largest: 1e6);
        return single.TryGet(out double one) ? Drift(design, power).Map(d => d / one * (d / one)) : single;
    }

    private static void RequireFinite(double drift)
    {
        if (!double.IsFinite(drift))
        {
            throw new ArgumentOutOfRangeException(nameof(drift), drift, "A drift must be finite.");
        }
    }
}
