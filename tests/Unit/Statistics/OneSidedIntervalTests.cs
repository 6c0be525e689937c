using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.MultipleTesting;
using GrpcExp.Statistics.Quantiles;
using GrpcExp.Statistics.Ranks;
using GrpcExp.Statistics.Ratios;

namespace GrpcExp.Unit.Statistics;

/// <summary>
/// A one-sided interval at α has one end, that of the two-sided interval at 2α, and leaves zero out exactly when the one-sided p-value is below α.
/// </summary>
public sealed class OneSidedIntervalTests
{
    private const double Alpha = 0.04;

    public static TheoryData<string, Alternative, double> Cases()
    {
        var cases = new TheoryData<string, Alternative, double>();
        foreach (string method in new[] { "welch", "pooled", "z", "z_pooled", "cuped", "covariates", "strata", "ratio", "quantile" })
        {
            foreach (double shift in new[] { -0.9, -0.45, 0, 0.45, 0.9 })
            {
                cases.Add(method, Alternative.Greater, shift);
                cases.Add(method, Alternative.Less, shift);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void One_end_is_that_of_twice_the_level_and_meets_the_p_value(string method, Alternative alternative, double shift)
    {
        foreach (double level in new[] { 5.0, -5.0 })
        {
            var one = Run(method, level, shift, Alpha, alternative);
            var two = Run(method, level, shift, 2 * Alpha, Alternative.TwoSided);
            bool up = alternative == Alternative.Greater;
            bool liftUp = up == one.ControlMean.Value > 0;
            AssertEnd(up, one.Absolute, two.Absolute);
            AssertEnd(liftUp, one.Relative, two.Relative);
            if (method != "z_pooled")
            {
                Assert.Equal(one.PValue.Value < Alpha, one.Absolute.ExcludesZero);
                Assert.Equal(one.PValue.Value < Alpha, one.Relative.ExcludesZero);
            }
        }
    }

    [Fact]
    public void Ranks_odds_and_families_have_one_end_too()
    {
        double[] low = [1, 2, 3, 4, 5, 6, 7, 8];
        double[] high = [4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11.5];
        var shift = MannWhitneyTest.Compare(low, high, Alpha, Alternative.Greater).Shift;
        AssertEnd(true, shift, MannWhitneyTest.Compare(low, high, 2 * Alpha).Shift);
        var odds = FisherExactTest.Compare(5, 30, 12, 30, Alpha, Alternative.Less).OddsRatio;
        AssertEnd(false, odds, FisherExactTest.Compare(5, 30, 12, 30, 2 * Alpha).OddsRatio);
        foreach (double mean in new[] { 1, 1.1, 1.2, 1.3, 1.4, 1.5 })
        {
            var family = DunnettTest.Compare(new SampleMoments(100, 1, 99), [new(100, mean, 99), new(100, 1, 99)], Alpha, Alternative.Greater).Treatments[0];
            Assert.Equal(AbsenceReason.OneSidedInterval, family.Absolute.High.Reason);
            Assert.Equal(family.PValue.Value < Alpha, family.Absolute.ExcludesZero);
        }
    }

    [Fact]
    public void A_level_of_a_half_or_more_leaves_the_lift_without_an_end()
    {
        SampleMoments some = new(100, 1, 99);
        Assert.Equal(AbsenceReason.NoSolution, WelchTest.Compare(some, some, 0.5, Alternative.Greater).Relative.Low.Reason);
        Assert.True(WelchTest.Compare(some, some, 0.6, Alternative.Greater).Absolute.Low.Value > 0);
    }

    private static void AssertEnd(bool low, Estimate one, Estimate two)
    {
        var (kept, expected, gone) = low ? (one.Low, two.Low, one.High) : (one.High, two.High, one.Low);
        Assert.Equal(expected.Value, kept.Value, 1e-9);
        Assert.Equal(AbsenceReason.OneSidedInterval, gone.Reason);
    }

    private static MeanComparison Run(string method, double level, double shift, double alpha, Alternative alternative)
    {
        if (method is "z" or "z_pooled")
        {
            var variance = method == "z" ? ZTestVariance.Unpooled : ZTestVariance.Pooled;
            return ProportionZTest.Compare(200, 1_000, 200 + (long)(shift * 70), 1_000, variance, alpha, alternative);
        }

        double[][] control = Rows(level, 0);
        double[][] treatment = Rows(level, shift);
        var (jc, jt) = (JointMoments.FromRows(control), JointMoments.FromRows(treatment));
        return method switch
        {
            "welch" => WelchTest.Compare(jc[0], jt[0], alpha, alternative),
            "pooled" => PooledTTest.Compare(jc[0], jt[0], alpha, alternative),
            "cuped" => Cuped.Compare(Covariate(control), Covariate(treatment), [], alpha, alternative).Adjusted,
            "covariates" => MultiCuped.Compare(jc, jt, null, alpha, alternative).Adjusted,
            "strata" => PostStratification.Compare([new StratumSample("all", jc, jt)], alpha, alternative).Adjusted,
            "ratio" => RatioTest.Compare(jc, jt, alpha, alternative).Ratios,
            "quantile" => QuantileTest.Compare([.. control.Select(row => row[0])], [.. treatment.Select(row => row[0])], 0.5, alpha, alternative),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
        };
    }

    private static CovariateMoments Covariate(double[][] rows) => rows.Aggregate(default(CovariateMoments), (moments, row) => moments.Add(row[0], row[2]));

    // A metric, a denominator and a covariate that explains little, spread over a plain grid.
    private static double[][] Rows(double level, double shift) =>
        [.. Enumerable.Range(0, 121).Select(i => new[] { level + shift + i * 37 % 121 / 40.0 - 1.5, 1 + i % 3 * 0.1, i * 13 % 17 })];
}
