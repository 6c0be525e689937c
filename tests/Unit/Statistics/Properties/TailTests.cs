using GrpcExp.Statistics.Distributions;
using MathNet.Numerics;

namespace GrpcExp.Unit.Statistics.Properties;

/// <summary>Tails and their inverses hold everywhere, not only where an oracle looks: tables have nodes, and first guesses an end.</summary>
public sealed class TailTests
{
    [Fact]
    public void Normal_tails_agree_with_another_implementation_on_either_side_of_every_node()
    {
        for (double z = 0; z < 37; z += 0.0078125)
        {
            double other = SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;

            // What rounding z²/2 costs in e^(−z²/2).
            double tolerance = 1e-14 * (1 + z * z / 10) * other;
            Assert.InRange(StandardNormal.Survival(z), other - tolerance, other + tolerance);
            Assert.Equal(1 - other, StandardNormal.Survival(-z), 1e-15);
            Assert.Equal(Math.Log(other), StandardNormal.LogSurvival(z), 1e-12 * (1 - Math.Log(other)));
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(30)]
    [InlineData(700)]
    [InlineData(1e5)]
    [InlineData(1e12)]
    [InlineData(double.PositiveInfinity)]
    public void A_quantile_has_the_tail_that_was_asked_for(double df)
    {
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            // Heavy tails leave the range of a double before 1e-300.
            double depth = df < 3 ? 60 : 300;
            double p = i % 2 == 0 ? random.NextDouble() : Math.Pow(10, -depth * random.NextDouble());
            double t = double.IsInfinity(df) ? StandardNormal.InverseSurvival(p) : StudentT.InverseSurvival(p, df);
            double back = double.IsInfinity(df) ? StandardNormal.Survival(t) : StudentT.Survival(t, df);
            Assert.InRange(back / p, 1 - 1e-11, 1 + 1e-11);
        }
    }
}
