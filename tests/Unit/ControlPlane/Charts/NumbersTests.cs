using GrpcExp.ControlPlane.Charts;

namespace GrpcExp.Unit.ControlPlane.Charts;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.03214, "+3.21%")]
    [InlineData(-0.004, "−0.40%")]
    [InlineData(0.0, "0.00%")]
    [InlineData(-0.0000001, "0.00%")]
    [InlineData(1.0, "+100.0%")]
    [InlineData(12.345, "+1,235%")]
    [InlineData(double.NaN, "–")]
    [InlineData(null, "–")]
    public void A_lift_has_its_sign_and_as_many_digits_as_it_bears(double? fraction, string text) => Assert.Equal(text, Numbers.Lift(fraction));

    [Theory]
    [InlineData(0.17893, "0.1789")]
    [InlineData(12.3456, "12.35")]
    [InlineData(1234.4, "1,234")]
    [InlineData(-0.000123456, "−0.0001235")]
    [InlineData(0.0, "0")]
    [InlineData(1e12, "1e12")]
    public void A_value_has_four_significant_digits(double value, string text) => Assert.Equal(text, Numbers.Value(value));

    [Theory]
    [InlineData(0.00003, "< 0.0001")]
    [InlineData(0.03119, "0.0312")]
    [InlineData(0.9021, "0.902")]
    [InlineData(null, "–")]
    public void A_p_value_is_never_zero(double? p, string text) => Assert.Equal(text, Numbers.PValue(p));

    [Theory]
    [InlineData(0.025, "+2.5%")]
    [InlineData(-1.5, "−150%")]
    [InlineData(0.0, "0%")]
    public void A_tick_has_no_more_digits_than_it_needs(double fraction, string text) => Assert.Equal(text, Numbers.LiftTick(fraction));

    [Theory]
    [InlineData(15_300, "15.3k")]
    [InlineData(2_000_000, "2M")]
    [InlineData(0.5, "0.5")]
    public void A_number_on_an_axis_is_short(double value, string text) => Assert.Equal(text, Numbers.Short(value));
}
