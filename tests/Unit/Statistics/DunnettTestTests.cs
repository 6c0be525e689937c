using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.MultipleTesting;

namespace GrpcExp.Unit.Statistics;

/// <summary>Many variants against one control: 25-digit integrals, Dunnett's printed tables, and the levels of adjusted intervals.</summary>
public sealed class DunnettTestTests
{
    private static readonly SampleMoments Control = new(20, 10, 19 * 4);

    public static TheoryData<string> Cases() => Oracle.Cases("dunnett");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tails_agree_with_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        var distribution = new DunnettDistribution(
            (long)c.Number("control"), c.Numbers("treatments").Select(n => (long)n), c.Number("df"), c.GetProperty("two_sided").GetBoolean());
        Oracle.Agree(c.Number("expected"), distribution.Survival(c.Number("t")), "tail");
        Oracle.Agree(0.05, distribution.Survival(distribution.InverseSurvival(0.05)), "round trip");
    }

    // C. W. Dunnett, Biometrics 20 (1964) table II (two-sided) and JASA 50 (1955) table 1a (one-sided), 5 %, equal groups.
    [Theory]
    [InlineData(true, 2, 20, 2.38)]
    [InlineData(true, 3, 20, 2.54)]
    [InlineData(true, 4, 20, 2.65)]
    [InlineData(true, 2, 1e9, 2.21)]
    [InlineData(true, 3, 1e9, 2.35)]
    [InlineData(false, 2, 20, 2.03)]
    [InlineData(false, 3, 20, 2.19)]
    [InlineData(false, 2, 1e9, 1.92)]
    public void Critical_values_are_those_of_the_published_tables(bool twoSided, int treatments, double df, double expected) =>
        Assert.Equal(expected, new DunnettDistribution(10, Enumerable.Repeat(10L, treatments), df, twoSided).InverseSurvival(0.05), 0.0051);

    [Theory]
    [InlineData(0.3)]
    [InlineData(3)]
    [InlineData(30)]
    public void One_treatment_is_the_pooled_t_test(double mean)
    {
        var treatment = new SampleMoments(25, 10 + mean, 24 * 5);
        var one = DunnettTest.Compare(Control, [treatment]).Treatments[0];
        var pooled = PooledTTest.Compare(Control, treatment);
        Oracle.Agree(pooled.PValue.Value, one.PValue, "p");
        Oracle.Agree(pooled.Absolute.Low.Value, one.Absolute.Low, "low", scale: 1);
        Oracle.Agree(pooled.Relative.High.Value, one.Relative.High, "Fieller high");
    }

    [Fact]
    public void Adjusted_p_lies_between_the_plain_one_and_Bonferroni_and_agrees_with_the_interval()
    {
        SampleMoments[] treatments = [new(20, 11.4, 19 * 4), new(25, 11.5, 24 * 4), new(15, 8, 14 * 4)];
        var result = DunnettTest.Compare(Control, treatments);
        foreach (var one in result.Treatments)
        {
            double plain = StudentT.TwoSided(one.Statistic.Value, result.DegreesOfFreedom.Value);
            Assert.InRange(one.PValue.Value, plain, 3 * plain);
            Assert.Equal(one.PValue.Value < 0.05, one.Absolute.ExcludesZero);
            Assert.Equal(one.PValue.Value < 0.05, one.Relative.ExcludesZero);
        }
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_cannot_be_compared_is_absent_and_leaves_the_family()
    {
        var usable = new SampleMoments(20, 11, 19 * 4);
        var result = DunnettTest.Compare(Control, [usable, default]);
        Assert.Equal(AbsenceReason.NoUnits, result.Treatments[1].PValue.Reason);
        Assert.Equal(DunnettTest.Compare(Control, [usable]).Treatments[0].PValue, result.Treatments[0].PValue);
        Assert.Equal(AbsenceReason.NoUnits, DunnettTest.Compare(default, [usable]).CriticalValue.Reason);
        Assert.Equal(AbsenceReason.NoUnits, DunnettTest.Compare(Control, []).CriticalValue.Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, DunnettTest.Compare(new(1, 1, 0), [new(1, 2, 0)]).CriticalValue.Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, DunnettTest.Compare(new(9, 1, 0), [new(9, 2, 0)]).CriticalValue.Reason);
    }

    // Of five: Holm stops after 0.001 and 0.011 (0.011 < 0.05/4, 0.02 > 0.05/3); BH rejects three (0.02 < 3·0.05/5); 0.05/5 = 0.01.
    [Theory]
    [InlineData(Correction.None, new[] { 0.05, 0.05, 0.05, 0.05, 0.05 })]
    [InlineData(Correction.Bonferroni, new[] { 0.01, 0.01, 0.01, 0.01, 0.01 })]
    [InlineData(Correction.Holm, new[] { 0.05 / 3, 0.01, 0.05 / 3, 0.05 / 3, 0.0125 })]
    [InlineData(Correction.BenjaminiHochberg, new[] { 0.03, 0.03, 0.03, 0.03, 0.03 })]
    public void Interval_levels_are_those_of_the_papers(Correction correction, double[] expected)
    {
        var levels = IntervalLevels.Of([0.02, 0.001, 0.9, 0.3, 0.011], correction);
        foreach (var (e, a) in expected.Zip(levels))
        {
            Oracle.Agree(e, a, "level");
        }
    }

    [Theory]
    [InlineData(Correction.Bonferroni)]
    [InlineData(Correction.Holm)]
    [InlineData(Correction.BenjaminiHochberg)]
    public void An_interval_at_its_level_excludes_zero_exactly_when_the_adjusted_p_is_below_alpha(Correction correction)
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            SampleMoments[] treatments = [.. Enumerable.Range(1, 6).Select(i => new SampleMoments(20 + i, 10 + 2.2 * Math.Sin(seed * i * 1.37), 80))];
            Measure[] p = [.. treatments.Select(t => WelchTest.Compare(Control, t).PValue)];
            var adjusted = PValueAdjustment.Adjust(p, correction);
            var levels = IntervalLevels.Of(p, correction);
            for (int i = 0; i < p.Length; i++)
            {
                Assert.Equal(adjusted[i].Value < 0.05, WelchTest.Compare(Control, treatments[i], levels[i].Value).Absolute.ExcludesZero);
                Assert.True(adjusted[i].Value >= p[i].Value * (1 - 1e-15));
            }
        }
    }

    [Fact]
    public void An_absent_p_value_has_no_level_and_is_no_test()
    {
        var absent = Measure.Absent(AbsenceReason.ZeroVariance);
        Assert.Equal([0.025, absent, 0.025], IntervalLevels.Of([0.5, absent, 0.7], Correction.Holm));
        Assert.Empty(IntervalLevels.Of([], Correction.BenjaminiHochberg));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntervalLevels.Of([0.5], Correction.Holm, 1));
    }
}
