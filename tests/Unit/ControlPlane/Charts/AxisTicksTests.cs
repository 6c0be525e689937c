using GrpcExp.ControlPlane.Charts;

namespace GrpcExp.Unit.ControlPlane.Charts;

public sealed class AxisTicksTests
{
    [Theory]
    [InlineData(0, 10, 6, new[] { 0.0, 2, 4, 6, 8, 10 })]
    [InlineData(-0.03, 0.11, 6, new[] { -0.05, 0, 0.05, 0.1, 0.15 })]
    [InlineData(1, 1, 5, new[] { 0.5, 1, 1.5 })]
    [InlineData(0, 0, 5, new[] { -1.0, -0.5, 0, 0.5, 1 })]
    [InlineData(-7, -2, 6, new[] { -7.0, -6, -5, -4, -3, -2 })]
    public void Ticks_are_round_and_enclose_the_numbers(double low, double high, int most, double[] expected) =>
        Assert.Equal(expected, AxisTicks.Around(low, high, most).Values, (one, other) => Math.Abs(one - other) < 1e-12);

    [Fact]
    public void There_are_never_more_ticks_than_asked_for()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 9));
            var high = low + (random.NextDouble() * Math.Pow(10, random.Next(-6, 9)));
            var most = random.Next(3, 9);
            var ticks = AxisTicks.Around(low, high, most);
            Assert.InRange(ticks.Count, 2, most);
            Assert.True(ticks.Low <= low + (1e-6 * ticks.Step) && ticks.High >= high - (1e-6 * ticks.Step), $"{low} to {high}: {ticks}");
        }
    }
}
