using GrpcExp.ControlPlane.Charts;

namespace GrpcExp.Unit.ControlPlane.Charts;

public sealed class ChartGeometryTests
{
    [Theory]
    [InlineData(0, 100)]
    [InlineData(5, 50)]
    [InlineData(10, 0)]
    [InlineData(20, -100)]
    public void A_scale_is_linear_and_goes_on_beyond_its_ends(double value, double place) => Assert.Equal(place, new LinearScale(0, 10, 100, 0).At(value));

    [Fact]
    public void A_scale_without_extent_puts_everything_in_the_middle() => Assert.Equal(50, new LinearScale(3, 3, 0, 100).At(3));

    [Fact]
    public void Within_a_scale_nothing_leaves_it() => Assert.Equal((0.0, 100.0), (new LinearScale(0, 1, 0, 100).Within(-5), new LinearScale(0, 1, 0, 100).Within(5)));

    [Fact]
    public void A_band_goes_out_along_the_top_and_back_along_the_bottom() =>
        Assert.Equal("M0 30L10 40L10 20L0 10Z", PathText.Band([(0, 10, 30), (10, 20, 40)]));

    [Fact]
    public void A_line_skips_what_has_no_value()
    {
        // Seven places over 1,000; 0 to 10 over 100 pixels, upwards.
        ChartPoint[] points = [.. Enumerable.Range(0, 7).Select(i => new ChartPoint(i, i == 3 ? null : i % 2 * 10))];
        Assert.Equal("M0 100L166.7 0L333.3 100L666.7 100L833.3 0L1000 100", new ChartGeometry(points, [], 100).Line(points));
    }

    [Fact]
    public void Zero_is_on_the_axis_when_asked_for()
    {
        ChartPoint[] points = [new(0, 4, 3.5, 4.5), new(1, 5, 4.5, 5.5)];
        Assert.Equal(0, new ChartGeometry(points, [0], 100).Ticks.Low);
        Assert.True(new ChartGeometry(points, [], 100).Ticks.Low > 2);
    }

    [Fact]
    public void Ends_that_few_points_have_do_not_press_the_rest_flat()
    {
        ChartPoint[] points = [.. Enumerable.Range(0, 60).Select(i => new ChartPoint(i, 0.1, i == 0 ? -50 : 0, i == 0 ? 50 : 0.2))];
        Assert.InRange(new ChartGeometry(points, [0], 100).Ticks.High, 0.2, 1);
    }

    [Theory]
    [InlineData(new double[0], 0.01)]
    [InlineData(new[] { 0.04, -0.2, 0.31 }, 0.5)]
    [InlineData(new[] { double.NaN, 2.1 }, 3)]
    public void An_even_axis_is_round_and_reaches_far_enough(double[] numbers, double reach) => Assert.Equal(reach, EvenDomain.Of(numbers, 1, 0.01), 12);

    [Fact]
    public void Labels_are_thinned_evenly_and_keep_both_ends()
    {
        AxisLabel[] all = [.. Enumerable.Range(0, 10).Select(i => new AxisLabel(i, $"{i}"))];
        Assert.Equal([0.0, 3, 6, 9], AxisLabel.Some(all, 4).Select(label => label.X));
    }
}
