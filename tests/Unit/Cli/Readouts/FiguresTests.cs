using GrpcExp.Cli.Readouts;

namespace GrpcExp.Unit.Cli.Readouts;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0.18200, "conversion", "18.20 %")]
    [InlineData(51.3421, "mean", "51.3421")]
    [InlineData(1234.56, "mean", "1,234.6")]
    [InlineData(0.0, "mean", "0")]
    public void A_mean_is_shown_in_its_unit(double mean, string type, string expected) => Assert.Equal(expected, Figures.Mean(mean, type));

    [Theory]
    [InlineData(-0.0082013, "conversion", "-0.82 pp")]
    [InlineData(0.0082013, "conversion", "+0.82 pp")]
    [InlineData(2.5, "mean", "+2.5")]
    public void A_difference_has_a_sign(double difference, string type, string expected) => Assert.Equal(expected, Figures.Difference(difference, type));

    [Theory]
    [InlineData(0.00155653, "0.00156")]
    [InlineData(0.375924, "0.376")]
    [InlineData(3.66e-5, "3.7e-5")]
    public void A_p_value_keeps_what_matters(double p, string expected) => Assert.Equal(expected, Figures.P(p));

    [Fact]
    public void What_does_not_exist_is_a_dash()
    {
        Assert.Equal("–", Figures.P(null));
        Assert.Equal("–", Figures.Mean(null, "mean"));
        Assert.Equal("–", Figures.Interval(new ReadoutInterval(null, null, null), Figures.Lift));
    }

    [Fact]
    public void An_unbounded_interval_keeps_its_estimate() =>
        Assert.Equal("+2.00 % [–, –]", Figures.Interval(new ReadoutInterval(0.02, null, null), Figures.Lift));
}
