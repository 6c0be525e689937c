using GrpcExp.Statistics;
using GrpcExp.Statistics.SampleRatio;

namespace GrpcExp.Unit.Statistics;

public sealed class SampleRatioTestTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("sample_ratio");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Statistic_and_p_value_agree_with_scipy_and_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        var actual = SampleRatioTest.Run([.. c.Numbers("units").Zip(c.Numbers("weights"), (u, w) => new SampleRatioArm((long)u, w))]);
        Oracle.Agree(c.Number("chi_squared"), actual.ChiSquared, "chi squared", scale: 1e-9);
        Oracle.Agree(c.Number("df"), actual.DegreesOfFreedom, "df");
        Oracle.Agree(c.Number("p_value"), actual.PValue, "p");
    }

    [Fact]
    public void An_arm_with_weight_zero_does_not_count_and_its_units_are_reported()
    {
        var without = SampleRatioTest.Run([new(1000, 1), new(1080, 1)]);
        var with = SampleRatioTest.Run([new(1000, 1), new(1080, 1), new(17, 0)]);
        Assert.Equal(without.PValue, with.PValue);
        Assert.Equal(1, with.DegreesOfFreedom.Value);
        Assert.Equal(17, with.UnitsInZeroWeightArms);
    }

    // Half the gap g of two equal arms of n/2 gives χ² = 4g²/n; quantiles of χ²₁: 0.01 → 6.6349, 0.001 → 10.8276.
    [Theory]
    [InlineData(50_128, 49_872, SampleRatioSeverity.Ok)]
    [InlineData(50_400, 49_600, SampleRatioSeverity.Ok)]
    [InlineData(50_408, 49_592, SampleRatioSeverity.Warn)]
    [InlineData(50_520, 49_480, SampleRatioSeverity.Warn)]
    [InlineData(50_521, 49_479, SampleRatioSeverity.Fail)]
    public void Severity_follows_the_p_value(long first, long second, SampleRatioSeverity expected) =>
        Assert.Equal(expected, SampleRatioTest.Run([new(first, 1), new(second, 1)]).Severity);

    [Fact]
    public void Nothing_to_test_is_absent_with_its_reason()
    {
        Assert.Equal(AbsenceReason.TooFewVariants, SampleRatioTest.Run([new(5, 1)]).PValue.Reason);
        Assert.Equal(AbsenceReason.TooFewVariants, SampleRatioTest.Run([new(5, 1), new(5, 0)]).PValue.Reason);
        var empty = SampleRatioTest.Run([new(0, 1), new(0, 1)]);
        Assert.Equal(AbsenceReason.NoUnits, empty.PValue.Reason);
        Assert.Equal(SampleRatioSeverity.Unknown, empty.Severity);
    }

    [Theory]
    [InlineData(-1, 1.0)]
    [InlineData(1, -1.0)]
    [InlineData(1, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    public void An_impossible_arm_is_refused(long units, double weight) =>
        Assert.Throws<ArgumentException>(() => SampleRatioTest.Run([new(5, 1), new(units, weight)]));
}
