using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>Intervals of shares cover the truth about as often as they say; counts are discrete, so not exactly.</summary>
[Trait("Category", "Simulation")]
public sealed class CoverageOfProportionsTests
{
    private const double Confidence = 0.95;
    private const int Times = 4_000;

    [Theory]
    [InlineData(ZTestVariance.Pooled)]
    [InlineData(ZTestVariance.Unpooled)]
    public void A_z_test_of_large_counts_covers_the_difference_and_the_lift(ZTestVariance variance)
    {
        int lifts = 0;
        double share = Repeated.Share(11, Times, random =>
        {
            var result = ProportionZTest.Compare(random.Successes(800, 0.3), 800, random.Successes(500, 0.36), 500, variance);
            lifts += result.Relative.Covers(0.2) ? 1 : 0;
            return result.Absolute.Covers(0.06);
        });
        Repeated.Near(Confidence, share, Times);
        Repeated.Near(Confidence, (double)lifts / Times, Times);
    }

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(200, 0.02)]
    [InlineData(50, 0.9)]
    public void Wilson_covers_small_and_rare_counts_near_the_level(int units, double share) => Repeated.Near(
        Confidence,
        Repeated.Share(12, Times, random => ProportionIntervals.Wilson(random.Successes(units, share), units).Covers(share)),
        Times,
        bias: 0.02);

    [Theory]
    [InlineData(20, 0.3, 25, 0.5)]
    [InlineData(200, 0.02, 150, 0.04)]
    public void Newcombe_covers_the_difference_of_small_and_rare_counts_near_the_level(int nc, double pc, int nt, double pt) => Repeated.Near(
        Confidence,
        Repeated.Share(13, Times, random => ProportionIntervals
            .Newcombe(random.Successes(nc, pc), nc, random.Successes(nt, pt), nt).Covers(pt - pc)),
        Times,
        bias: 0.015);

    [Fact]
    public void The_plain_interval_of_a_rare_share_would_not_pass()
    {
        // Guards the tests above: p ± z·√(p(1 − p)/n) covers too seldom where Wilson's does not.
        double share = Repeated.Share(14, Times, random =>
        {
            double p = random.Successes(200, 0.02) / 200.0;
            return Math.Abs(p - 0.02) <= 1.96 * Math.Sqrt(p * (1 - p) / 200);
        });
        Assert.True(share < 0.92, $"The plain interval covered {share:P1}.");
    }
}
