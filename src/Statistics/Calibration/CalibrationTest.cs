using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Calibration;

/// <summary>
/// Judges a test by many A/A tests: without an effect p-values are uniform, significant at α in a share α of all tests, and
/// their z has variance 1. More rejections point at standard errors too small (units that are not independent), fewer at
/// standard errors too large. Assumes independent A/A tests: splits of the same units again and again are not.
/// </summary>
/// <remarks>
/// <para>
/// P-values of small counts (Fisher, signs, ranks) are discrete: they exceed uniform ones by design, so a share of rejections
/// below α and a variance ratio below 1 are then no fault. Judge them by the upper side alone.
/// </para>
/// <para>R. Kohavi, D. Tang and Y. Xu, Trustworthy Online Controlled Experiments (2020), §19.</para>
/// </remarks>
public static class CalibrationTest
{
    /// <summary>The levels at which rejections are counted unless others are named.</summary>
    public static IReadOnlyList<double> DefaultLevels { get; } = [0.01, 0.05, 0.1];

    /// <summary>Judges a list of p-values.</summary>
    /// <param name="pValues">Two-sided p-values of tests without an effect, in [0, 1]; leave tests without one out.</param>
    /// <param name="levels">Levels at which to count rejections, each in (0, 1); default <see cref="DefaultLevels"/>.</param>
    /// <param name="alpha">Two-sided error rate of the intervals, in (0, 1), default 0.05.</param>
    /// <returns>A p-value of exactly 0 leaves the variance ratio absent with <see cref="AbsenceReason.NotFinite"/>.</returns>
    public static CalibrationResult Run(IReadOnlyList<double> pValues, IReadOnlyList<double>? levels = null, double alpha = 0.05)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        levels ??= DefaultLevels;
        foreach (double level in levels)
        {
            SignificanceLevel.Require(level, nameof(levels));
        }

        var uniformity = UniformityTest.Run(pValues, nameof(pValues));
        RejectionRate[] rejections = [.. levels.Select(level =>
        {
            int rejected = pValues.Count(p => p < level);
            return new RejectionRate(
                level,
                rejected,
                ProportionIntervals.Wilson(rejected, pValues.Count, alpha),
                ProportionIntervals.ClopperPearson(rejected, pValues.Count, alpha),
                BinomialTest.PValue(rejected, pValues.Count, level));
        })];
        var (ratio, ratioP) = VarianceRatio(pValues, alpha);
        double[] all = [.. rejections.Select(r => r.PValue).Append(uniformity.PValue).Append(ratioP).Where(p => p.IsPresent).Select(p => p.Value)];
        Measure combined = all.Length > 0 ? Math.Min(1, all.Min() * all.Length) : uniformity.PValue;
        return new CalibrationResult(
            pValues.Count, rejections, uniformity, ratio, ratioP, combined, CheckSeverities.Of(combined));
    }

    private static (Estimate Ratio, Measure PValue) VarianceRatio(IReadOnlyList<double> pValues, double alpha)
    {
        int n = pValues.Count;
        AbsenceReason? obstacle = n == 0 ? AbsenceReason.NoUnits : pValues.Any(p => p == 0) ? AbsenceReason.NotFinite : null;
        if (obstacle is { } reason)
        {
            return (Estimate.Absent(reason, 1 - alpha), Measure.Absent(reason));
        }

        // The mean of z is known to be 0, so no degree of freedom is lost.
        double sum = pValues.Sum(p => p == 1 ? 0 : Math.Pow(StandardNormal.InverseSurvival(p / 2), 2));
        var ratio = new Estimate(
            sum / n,
            Measure.Absent(AbsenceReason.NotComputed),
            sum / ChiSquared.TailQuantile(alpha / 2, n, lower: false),
            sum / ChiSquared.TailQuantile(alpha / 2, n, lower: true),
            1 - alpha);
        return (ratio, Math.Min(1, 2 * Math.Min(ChiSquared.Survival(sum, n), ChiSquared.Lower(sum, n))));
    }
}
