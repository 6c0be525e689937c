using GrpcExp.Statistics;
using GrpcExp.Statistics.Calibration;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Unit.Statistics.Monitoring;

/// <summary>A/A calibration against scipy, exact rationals and mpmath.</summary>
public sealed class CalibrationTests
{
    public static TheoryData<string> BinomialCases() => Oracle.Cases("binomials");

    public static TheoryData<string> Cases() => Oracle.Cases("calibrations");

    public static TheoryData<string> KolmogorovCases() => Oracle.Cases("kolmogorov");

    [Theory]
    [MemberData(nameof(BinomialCases))]
    public void Binomial_tails_and_intervals_agree_with_scipy_and_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        long x = c.GetProperty("x").GetInt64();
        long n = c.GetProperty("n").GetInt64();
        double p = c.Number("p");
        Oracle.Agree(c.Number("greater"), BinomialTest.PValue(x, n, p, Alternative.Greater), "greater");
        var interval = ProportionIntervals.ClopperPearson(x, n);
        Oracle.Agree(c.Number("low"), interval.Low, "low");
        Oracle.Agree(c.Number("high"), interval.High, "high");
        if (c.TryGetProperty("two_sided", out var twoSided))
        {
            Oracle.Agree(twoSided.GetDouble(), BinomialTest.PValue(x, n, p), "two-sided");
            Oracle.Agree(c.Number("less"), BinomialTest.PValue(x, n, p, Alternative.Less), "less");
            Oracle.Agree(c.Number("wilson_low"), ProportionIntervals.Wilson(x, n).Low, "Wilson low", scale: 1e-3);
            Oracle.Agree(c.Number("wilson_high"), ProportionIntervals.Wilson(x, n).High, "Wilson high");
        }
    }

    /// <summary>At one half the binomial has no skew, and with the continuity correction the normal one errs by z⁴/(12n).</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(1_000_000)]
    [InlineData(3_000_000)]
    public void A_trillion_trials_are_normal(long above) => Oracle.Agree(
        StandardNormal.Survival((above - 0.5) / 5e5), BinomialTest.PValue(500_000_000_000 + above, 1_000_000_000_000, 0.5, Alternative.Greater), "p", 1e-8);

    [Theory]
    [MemberData(nameof(KolmogorovCases))]
    public void The_distance_from_uniform_has_its_exact_distribution(string json)
    {
        var c = Oracle.Parse(json);
        Oracle.Agree(c.Number("expected"), KolmogorovDistribution.Survival(c.GetProperty("n").GetInt32(), c.Number("d")), "p");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lists_of_p_values_are_judged_as_scipy_judges_them(string json)
    {
        var c = Oracle.Parse(json);
        var actual = CalibrationTest.Run(c.Numbers("p_values"));
        Assert.Equal(c.GetProperty("exact").GetBoolean(), actual.Uniformity.IsExact);
        Oracle.Agree(c.Number("distance"), actual.Uniformity.Distance, "distance");

        // Between 140 and a thousand values scipy takes an expansion instead of the exact distribution.
        Oracle.Agree(c.Number("uniform_p"), actual.Uniformity.PValue, "p", actual.Tests > 140 ? 1e-6 : Oracle.Tight);
        foreach (var (expected, rate) in c.GetProperty("rejections").EnumerateArray().Zip(actual.Rejections))
        {
            Assert.Equal(expected[1].GetInt64(), rate.Rejected);
            Oracle.Agree(expected[2].GetDouble(), rate.PValue, "rejections");
        }

        Oracle.Agree(c.Number("ratio"), actual.VarianceRatio.Value, "ratio");
        Oracle.Agree(c.Number("ratio_low"), actual.VarianceRatio.Low, "ratio low");
        Oracle.Agree(c.Number("ratio_high"), actual.VarianceRatio.High, "ratio high");
        Oracle.Agree(c.Number("ratio_p"), actual.VarianceRatioPValue, "ratio p");
    }

    [Fact]
    public void The_order_of_tests_does_not_matter_and_mirrored_p_values_lie_as_far_from_uniform()
    {
        var random = new Random(6);
        for (int run = 0; run < 200; run++)
        {
            double[] p = [.. Enumerable.Range(0, 1 + random.Next(80)).Select(_ => random.NextDouble())];
            var plain = UniformityTest.Run(p);
            Assert.Equal(plain, UniformityTest.Run([.. p.Reverse()]));
            Oracle.Agree(plain.PValue.Value, UniformityTest.Run([.. p.Select(v => 1 - v)]).PValue, "mirrored", 1e-8);
            Assert.Equal(CalibrationTest.Run(p).PValue, CalibrationTest.Run([.. p.Order()]).PValue, (a, b) => Math.Abs(a.Value - b.Value) < 1e-9);
        }
    }

    [Fact]
    public void A_larger_distance_is_never_more_probable()
    {
        foreach (int n in new[] { 1, 2, 7, 20, 100, 1000 })
        {
            double previous = 1;
            for (double d = 0; d <= 1; d += 0.003)
            {
                double p = KolmogorovDistribution.Survival(n, d);
                Assert.True(p <= previous * (1 + 1e-9), $"n = {n}, d = {d}: {p} above {previous}");
                previous = p;
            }
        }
    }

    [Fact]
    public void An_exact_interval_leaves_out_what_the_one_sided_tests_refuse()
    {
        var random = new Random(7);
        for (int run = 0; run < 300; run++)
        {
            long n = 1 + random.Next(500);
            long x = random.NextInt64(n + 1);
            var interval = ProportionIntervals.ClopperPearson(x, n);
            double p = random.NextDouble();
            Assert.Equal(p < interval.Low.Value, BinomialTest.PValue(x, n, p, Alternative.Greater).Value < 0.025);
            Assert.Equal(p > interval.High.Value, BinomialTest.PValue(x, n, p, Alternative.Less).Value < 0.025);
        }
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void Without_tests_there_is_no_verdict()
    {
        var none = CalibrationTest.Run([]);
        Assert.Equal(CheckSeverity.Unknown, none.Severity);
        Assert.Equal(AbsenceReason.NoUnits, none.PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, none.VarianceRatio.Value.Reason);
        Assert.Equal(AbsenceReason.NoUnits, none.Rejections[0].PValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, none.Rejections[0].Exact.Low.Reason);
        var zero = CalibrationTest.Run([0, 0.5]);
        Assert.Equal(AbsenceReason.NotFinite, zero.VarianceRatioPValue.Reason);
        Assert.True(zero.PValue.IsPresent);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_p_value_is_refused(double p)
    {
        Assert.ThrowsAny<ArgumentException>(() => CalibrationTest.Run([0.5, p]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationTest.Run([0.5], [0.05, p]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialTest.PValue(1, 2, p));
    }

    [Fact]
    [Trait("Category", "Simulation")]
    public void Welch_on_independent_units_is_calibrated_and_on_repeated_ones_it_is_not()
    {
        var random = new Random(42);
        double[] PValues(int copies) => [.. Enumerable.Range(0, 800).Select(_ =>
        {
            SampleMoments Sample()
            {
                var sample = default(SampleMoments);
                for (int i = 0; i < 60; i++)
                {
                    double value = random.Normal();
                    for (int copy = 0; copy < copies; copy++)
                    {
                        sample = sample.Add(value);
                    }
                }

                return sample;
            }

            return WelchTest.Compare(Sample(), Sample()).PValue.Value;
        })];
        var sound = CalibrationTest.Run(PValues(1));
        Assert.Equal(CheckSeverity.Ok, sound.Severity);
        Assert.True(sound.VarianceRatio is { Low.Value: < 1, High.Value: > 1 });
        var repeated = CalibrationTest.Run(PValues(2));
        Assert.Equal(CheckSeverity.Fail, repeated.Severity);
        Assert.InRange(repeated.VarianceRatio.Value.Value, 1.7, 2.3);
    }
}
