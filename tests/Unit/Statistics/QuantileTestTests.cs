using GrpcExp.Statistics;
using GrpcExp.Statistics.Capping;
using GrpcExp.Statistics.Quantiles;

namespace GrpcExp.Unit.Statistics;

/// <summary>Quantiles and caps against scipy's rank intervals and numpy.</summary>
public sealed class QuantileTestTests
{
    private static readonly double[] Hundred = [.. Enumerable.Range(1, 100).Select(i => (double)i)];

    public static TheoryData<string> Cases() => Oracle.Cases("quantiles");

    public static TheoryData<string> CappingCases() => Oracle.Cases("capping");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Quantiles_their_intervals_and_their_difference_agree_with_scipy(string json)
    {
        var c = Oracle.Parse(json);
        double q = c.Number("quantile");
        double[][] values = c.GetProperty("values").Rows();
        foreach (var (part, sample) in c.GetProperty("parts").EnumerateArray().Zip(values))
        {
            var actual = QuantileTest.Estimate(sample, q, c.Number("alpha"));
            Oracle.Agree(part.Number("value"), actual.Value, "quantile");
            Oracle.Agree(part.Number("std_error"), actual.StandardError, "standard error");
            Oracle.Agree(part.Number("low"), actual.Low, "low");
            Oracle.Agree(part.Number("high"), actual.High, "high");
        }

        var comparison = QuantileTest.Compare(values[0], values[1], q, c.Number("alpha"));
        Oracle.Agree(c.Number("z"), comparison.Statistic, "z");
        Oracle.Agree(c.Number("two_sided"), comparison.PValue, "p");
        Assert.Equal(comparison.PValue.Value < c.Number("alpha"), comparison.Absolute.ExcludesZero);
        var swapped = QuantileTest.Compare(values[1], values[0], q, c.Number("alpha"));
        Assert.Equal(-comparison.Statistic.Value, swapped.Statistic.Value);
    }

    [Fact]
    public void Scaling_and_shifting_move_a_quantile_and_its_interval_with_them()
    {
        var before = QuantileTest.Estimate(Hundred, 0.75);
        var after = QuantileTest.Estimate([.. Hundred.Select(v => 4 * v - 16)], 0.75);
        Assert.Equal(4 * before.Value.Value - 16, after.Value.Value);
        Assert.Equal(4 * before.Low.Value - 16, after.Low.Value);
        Oracle.Agree(4 * before.StandardError.Value, after.StandardError, "standard error");
    }

    [Fact]
    [Trait("Promise", "P5.2")]
    public void A_quantile_without_enough_values_beyond_it_has_no_interval()
    {
        var result = QuantileTest.Estimate(Hundred, 0.99);
        Assert.Equal(99.01, result.Value.Value, 1e-9);
        Assert.Equal(AbsenceReason.NoSolution, result.High.Reason);
        Assert.Equal(AbsenceReason.NoSolution, result.StandardError.Reason);
        Assert.Equal(AbsenceReason.NoSolution, QuantileTest.Compare(Hundred, Hundred, 0.99).PValue.Reason);
        Assert.Equal(0, QuantileTest.Compare(Hundred, Hundred, 0.99).Absolute.Value.Value);
        Assert.Equal(AbsenceReason.NoUnits, QuantileTest.Compare([], Hundred, 0.5).PValue.Reason);
        double[] constant = [.. Hundred.Select(_ => 3.0)];
        Assert.Equal(AbsenceReason.ZeroVariance, QuantileTest.Compare(constant, constant, 0.5).PValue.Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantileTest.Estimate(Hundred, 1));
        Assert.Throws<ArgumentException>(() => QuantileTest.Estimate([1, double.NaN], 0.5));
    }

    [Theory]
    [MemberData(nameof(CappingCases))]
    public void Caps_and_capped_means_agree_with_numpy(string json)
    {
        var c = Oracle.Parse(json);
        double? Optional(string name) => c.GetProperty(name).ValueKind == System.Text.Json.JsonValueKind.Null ? null : c.Number(name);
        double[][] variants = c.GetProperty("variants").Rows();
        var actual = Capper.AtPercentiles(variants, Optional("lower"), Optional("upper"), c.GetProperty("ignore_zeros").GetBoolean());
        foreach (var (expected, cap) in new[] { (Optional("low"), actual.Low), (Optional("high"), actual.High) })
        {
            Assert.Equal(expected is not null, cap.IsPresent);
            Assert.True(expected is null || Math.Abs(expected.Value - cap.Value) <= 1e-9 * Math.Abs(expected.Value), $"{cap} is not {expected}");
        }

        for (int i = 0; i < variants.Length; i++)
        {
            Oracle.Agree(c.Numbers("means")[i], actual.Variants[i].Moments.Mean, "mean");
            Oracle.Agree(c.Numbers("raised")[i], actual.Variants[i].ShareRaised, "share raised");
            Oracle.Agree(c.Numbers("lowered")[i], actual.Variants[i].ShareLowered, "share lowered");
        }
    }

    [Fact]
    public void Caps_at_values_move_only_what_lies_beyond()
    {
        var result = Capper.AtValues([[-5, 0, 3, 100], []], -1, 3);
        Assert.Equal([-1, 0, 3, 3], result.Variants[0].Values);
        Assert.Equal(0.25, result.Variants[0].ShareLowered.Value);
        Assert.Equal(AbsenceReason.NoUnits, result.Variants[1].ShareLowered.Reason);
        Assert.Equal(AbsenceReason.NotComputed, Capper.AtValues([[1.0]], null, 2).Low.Reason);
        Assert.Throws<ArgumentException>(() => Capper.AtValues([[1.0]], 2, 1));
        Assert.Throws<ArgumentException>(() => Capper.AtValues([[1.0]], double.NaN, 1));
        Assert.Throws<ArgumentException>(() => Capper.AtPercentiles([[1.0]], 0, 1.01));
        Assert.Equal(1, Capper.AtPercentiles([[1.0]], 0, 1).High.Value);
    }
}
