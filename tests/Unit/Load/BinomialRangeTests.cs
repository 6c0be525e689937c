using GrpcExp.Load.Verdicts;

namespace GrpcExp.Unit.Load;

public sealed class BinomialRangeTests
{
    // By hand for two coins: P(0) = P(2) = 1/4, P(1) = 1/2.
    [Theory]
    [InlineData(0.4, 1, 1)]
    [InlineData(0.6, 0, 2)]
    public void Either_tail_beyond_the_range_has_at_most_half_of_the_rest(double inside, int least, int most) =>
        Assert.Equal(new BinomialRange(least, most), BinomialRange.Of(2, 0.5, inside));

    [Fact]
    public void Without_trials_nothing_can_be_counted() => Assert.Equal(new BinomialRange(0, 0), BinomialRange.Of(0, 0.95, 0.999));
}
