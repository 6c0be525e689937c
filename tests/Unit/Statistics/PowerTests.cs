using System.Text.Json;
using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Unit.Statistics;

/// <summary>Power against the noncentral t by mpmath; sample sizes and effects against statsmodels' solvers.</summary>
public sealed class PowerTests
{
    public static TheoryData<string> Cases() => Oracle.Cases("power");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plans_agree_with_statsmodels_and_mpmath(string json)
    {
        var c = Oracle.Parse(json);
        string quantity = c.GetProperty("quantity").GetString()!;
        var alternative = Enum.Parse<Alternative>(c.GetProperty("alternative").GetString()!);
        double ratio = c.Number("ratio");
        double alpha = c.Number("alpha");
        Measure actual = quantity switch
        {
            "means_power" => MeansPower.Power(c.Number("effect"), c.Number("units"), ratio, alpha, alternative),
            "means_units" => MeansPower.SampleSize(c.Number("effect"), c.Number("power"), ratio, alpha, alternative),
            "means_effect" => MeansPower.DetectableEffect(
                c.Number("units"), c.Number("power"), ratio, alpha, alternative == Alternative.TwoSided),
            "proportions_power" => ProportionsPower.Power(
                c.Number("control"), c.Number("treatment"), c.Number("units"), ratio, alpha, alternative, Variance(c)),
            "proportions_units" => ProportionsPower.SampleSize(
                c.Number("control"), c.Number("treatment"), c.Number("power"), ratio, alpha, alternative, Variance(c)),
            _ => throw new InvalidDataException(quantity),
        };
        Oracle.Agree(c.Number("expected"), actual, quantity, quantity.EndsWith("_power", StringComparison.Ordinal) ? Oracle.Tight : 1e-6);
    }

    [Theory]
    [InlineData(0.3, 0.8, 1, 0.05)]
    [InlineData(0.01, 0.9, 3, 0.01)]
    [InlineData(5, 0.99, 1, 0.05)]
    public void The_sample_size_has_the_power_asked_for_and_the_effect_it_was_made_for(double effect, double power, double ratio, double alpha)
    {
        double n = MeansPower.SampleSize(effect, power, ratio, alpha).Value;
        Oracle.Agree(power, MeansPower.Power(effect, n, ratio, alpha), "power");
        Oracle.Agree(effect, MeansPower.DetectableEffect(n, power, ratio, alpha), "effect");
    }

    [Fact]
    public void The_detectable_rise_of_a_proportion_has_the_power_asked_for()
    {
        double rise = ProportionsPower.DetectableRise(0.1, 4000).Value;
        Oracle.Agree(0.8, ProportionsPower.Power(0.1, 0.1 + rise, 4000), "power");
    }

    [Fact]
    public void A_glaring_effect_still_needs_three_units() => Assert.Equal(1.5, MeansPower.SampleSize(1e6).Value, 1e-12);

    [Fact]
    public void What_no_sample_can_do_has_no_solution()
    {
        Assert.Equal(AbsenceReason.NoSolution, MeansPower.SampleSize(0).Reason);
        Assert.Equal(AbsenceReason.NoSolution, MeansPower.SampleSize(-0.5, alternative: Alternative.Greater).Reason);
        Assert.Equal(AbsenceReason.NoSolution, ProportionsPower.DetectableRise(0.999, 10).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, MeansPower.Power(0.5, 1).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, MeansPower.DetectableEffect(1).Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, MeansPower.EffectSize(1, 0, 0).Reason);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MeansPower.SampleSize(0.5, power: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeansPower.Power(0.5, 10, ratio: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeansPower.Power(0.5, 10, alpha: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProportionsPower.Power(0, 0.1, 100));
    }

    private static ZTestVariance Variance(JsonElement c) => Enum.Parse<ZTestVariance>(c.GetProperty("variance").GetString()!);
}
