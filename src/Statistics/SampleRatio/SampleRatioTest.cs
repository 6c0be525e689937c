using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.SampleRatio;

/// <summary>
/// Pearson's χ² test that units fell into variants as designed. Variants with weight zero are left out of the statistic
/// and of the degrees of freedom. Assumes units are assigned independently; expected counts below about five make the
/// p-value rough.
/// </summary>
/// <remarks>
/// A. Fabijan et al., "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019.
/// </remarks>
public static class SampleRatioTest
{
    /// <summary>Below this p-value the result is doubtful.</summary>
    public const double WarnBelow = 0.01;

    /// <summary>Below this p-value the result must not be used.</summary>
    public const double FailBelow = 0.001;

    /// <summary>Tests observed counts against designed weights, which need not add up to one.</summary>
    /// <param name="arms">All variants.</param>
    /// <exception cref="ArgumentException">A count or weight is negative or a weight not finite.</exception>
    public static SampleRatioResult Run(IReadOnlyList<SampleRatioArm> arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        double total = 0;
        double weight = 0;
        int used = 0;
        long stray = 0;
        foreach (var arm in arms)
        {
            Require(arm);
            if (arm.Weight == 0)
            {
                stray += arm.Units;
                continue;
            }

            used++;
            total += arm.Units;
            weight += arm.Weight;
        }

        if (used < 2 || total == 0)
        {
            var absent = Measure.Absent(used < 2 ? AbsenceReason.TooFewVariants : AbsenceReason.NoUnits);
            return new SampleRatioResult(absent, absent, absent, SampleRatioSeverity.Unknown, stray);
        }

        double statistic = 0;
        foreach (var arm in arms)
        {
            if (arm.Weight > 0)
            {
                double expected = total * (arm.Weight / weight);
                double gap = arm.Units - expected;
                statistic += gap / expected * gap;
            }
        }

        double p = ChiSquared.Survival(statistic, used - 1);
        return new SampleRatioResult(statistic, used - 1, p, SeverityOf(p), stray);
    }

    internal static void Require(SampleRatioArm arm)
    {
        if (arm.Units < 0 || !(arm.Weight >= 0) || double.IsInfinity(arm.Weight))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A variant needs units ≥ 0 and a finite weight ≥ 0, but has {arm.Units} units and weight {arm.Weight}."),
                "arms");
        }
    }

    internal static SampleRatioSeverity SeverityOf(double p) =>
        p < FailBelow ? SampleRatioSeverity.Fail : p < WarnBelow ? SampleRatioSeverity.Warn : SampleRatioSeverity.Ok;
}
