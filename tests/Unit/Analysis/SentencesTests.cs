using GrpcExp.Analysis.Scorecards;
using GrpcExp.Statistics;

namespace GrpcExp.Unit.Analysis;

public sealed class SentencesTests
{
    [Theory]
    [InlineData(0.5, "p = 0.50")]
    [InlineData(0.00155653, "p = 0.0016")]
    [InlineData(0.0744144, "p = 0.074")]
    [InlineData(0.0001, "p = 0.00010")]
    [InlineData(0.0000123, "p = 1.2e-5")]
    [InlineData(3.4e-212, "p = 3.4e-212")]
    [InlineData(0, "p < 1e-300")]
    [InlineData(1, "p = 1.0")]
    public void A_p_value_has_two_significant_digits(double p, string expected) => Assert.Equal(expected, Sentences.P(p));

    [Theory]
    [InlineData(-0.0431190, "\u22124.31 %")]
    [InlineData(0.2, "+20.00 %")]
    [InlineData(12.5, "+1,250.00 %")]
    [InlineData(0.0000123456, "+0.00123 %")]
    [InlineData(0, "0.00 %")]
    public void A_change_is_a_signed_percentage_that_never_rounds_to_nothing(double fraction, string expected) =>
        Assert.Equal(expected, Sentences.SignedPercent(fraction));

    [Theory]
    [InlineData(-0.00820130, "\u22120.008201")]
    [InlineData(1234567, "+1,234,567")]
    [InlineData(12.34567, "+12.35")]
    [InlineData(1.5e20, "+1.5e20")]
    [InlineData(2e-9, "+2e-9")]
    public void A_value_has_four_significant_digits(double value, string expected) => Assert.Equal(expected, Sentences.SignedValue(value));

    [Theory]
    [InlineData(0.05, "5 %")]
    [InlineData(0.001, "0.1 %")]
    [InlineData(0.95, "95 %")]
    public void A_rate_has_no_needless_zeros(double rate, string expected) => Assert.Equal(expected, Sentences.Rate(rate));

    [Theory]
    [InlineData(58_492, "59,000")]
    [InlineData(99, "99")]
    [InlineData(101, "110")]
    [InlineData(3_400_001, "3,500,000")]
    public void A_forecast_of_units_has_two_digits_and_is_rounded_up(double units, string expected) =>
        Assert.Equal(expected, Sentences.RoundedCount(units));

    [Fact]
    public void An_unbounded_relative_interval_falls_back_to_the_plain_difference()
    {
        var absolute = new Estimate(0.5, 0.2, 0.1, 0.9, 0.95);
        var relative = Estimate.Absent(AbsenceReason.UnboundedInterval, 0.95) with { Value = 5 };
        Assert.Equal(
            "revenue rose by 0.5000 (95 % CI +0.1000 to +0.9000), p = 0.012",
            EffectSentence.Of("revenue", absolute, relative, 0.012));
    }

    [Fact]
    public void A_negative_control_mean_does_not_turn_the_verb_around()
    {
        var absolute = new Estimate(2, 0.5, 1, 3, 0.95);
        var relative = new Estimate(-0.2, 0.05, -0.3, -0.1, 0.95);
        Assert.StartsWith("balance rose by 2.000", EffectSentence.Of("balance", absolute, relative, 0.001), StringComparison.Ordinal);
    }
}
