using GrpcExp.Statistics.Quantiles;
using GrpcExp.Statistics.Ranks;
using GrpcExp.Statistics.Resampling;
using GrpcExp.Unit.Statistics.Monitoring;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>Intervals of the methods that see single values cover as often as they say.</summary>
[Trait("Category", "Simulation")]
public sealed class CoverageWithoutMomentsTests
{
    private const double Confidence = 0.95;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_difference_of_quantiles_covers_on_a_skewed_metric(double quantile)
    {
        const int times = 2_000;
        double truth = -Math.Log(1 - quantile);
        int one = 0;
        double share = Repeated.Share(21, times, random =>
        {
            double[] control = random.Values(500, random.Exponential);
            double[] treatment = random.Values(400, () => 1.3 * random.Exponential());
            one += QuantileTest.Estimate(control, quantile).Covers(truth) ? 1 : 0;
            return QuantileTest.Compare(control, treatment, quantile).Absolute.Covers(0.3 * truth);
        });
        Repeated.AtLeast(Confidence, (double)one / times, times, most: 0.98);
        Repeated.Near(Confidence, share, times, bias: 0.01);
    }

    [Fact]
    public void BCa_covers_the_difference_of_skewed_means_of_a_few_units()
    {
        const int times = 400;
        double share = Repeated.Share(22, times, random => Bootstrap.Difference(
            random.Values(30, random.Exponential),
            random.Values(40, () => 1.5 * random.Exponential()),
            values => values.Average(),
            seed: random.Next(),
            resamples: 599).Covers(0.5));

        // Second-order accurate: what is left is of the order of one over the units.
        Repeated.Near(Confidence, share, times, bias: 0.015);
    }

    [Theory]
    [InlineData(9, 12)]
    [InlineData(40, 60)]
    public void The_shift_of_ranks_covers_whatever_the_distribution(int nc, int nt)
    {
        const int times = 4_000;
        double share = Repeated.Share(23, times, random => MannWhitneyTest.Compare(
            random.Values(nc, () => Cauchy(random)), random.Values(nt, () => 2 + Cauchy(random))).Shift.Covers(2));
        Repeated.AtLeast(Confidence, share, times, most: 0.97);
    }

    private static double Cauchy(Random random) => random.Normal() / random.Normal();
}
