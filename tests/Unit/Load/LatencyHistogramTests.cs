using GrpcExp.Load.Engine;

namespace GrpcExp.Unit.Load;

public sealed class LatencyHistogramTests
{
    private const double Error = 1 / 64.0;

    // What a time span rounds away.
    private const double TickNanoseconds = 100;

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.75)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(0.999)]
    [InlineData(0.9999)]
    [InlineData(1)]
    public void A_quantile_is_within_a_sixty_fourth_above_the_sorted_value(double quantile)
    {
        var random = new Random(7);
        var histogram = new LatencyHistogram();
        // From 100 ns to 10 s, evenly over the magnitudes.
        var values = Enumerable.Range(0, 50_000).Select(_ => (long)Math.Pow(10, 2 + (8 * random.NextDouble()))).ToArray();
        foreach (var value in values)
        {
            histogram.Record(value);
        }

        Array.Sort(values);
        double exact = values[(int)Math.Ceiling(quantile * values.Length) - 1];

        Assert.InRange(histogram.Quantile(quantile).TotalNanoseconds, exact - TickNanoseconds, (exact * (1 + Error)) + TickNanoseconds);
    }

    [Fact]
    public void Count_mean_and_maximum_are_exact()
    {
        var histogram = new LatencyHistogram();
        foreach (var milliseconds in new[] { 1, 2, 6 })
        {
            histogram.Record(milliseconds * 1_000_000L);
        }

        Assert.Equal((3, TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(6)), (histogram.Count, histogram.Mean, histogram.Maximum));
    }

    [Fact]
    public void An_empty_histogram_says_zero_everywhere()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), (histogram.Quantile(0.99), histogram.Mean, histogram.Maximum));
        Assert.Empty(histogram.Bins());
    }

    [Fact]
    public void Every_latency_lies_in_the_bin_that_counts_it()
    {
        for (long value = 300; value < 100_000_000_000; value = (value * 5 / 4) + 1)
        {
            var histogram = new LatencyHistogram();
            histogram.Record(value);

            var bin = Assert.Single(histogram.Bins());

            Assert.Equal(1, bin.Count);
            Assert.InRange(value, bin.From.TotalNanoseconds - TickNanoseconds, bin.To.TotalNanoseconds + TickNanoseconds);
            Assert.InRange(bin.To / bin.From, 1.2, 1.7);
        }
    }

    [Fact]
    public void No_latency_is_missing_from_the_bins()
    {
        var random = new Random(11);
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 10_000; i++)
        {
            histogram.Record((long)Math.Pow(10, 11 * random.NextDouble()));
        }

        Assert.Equal(10_000, histogram.Bins().Sum(b => b.Count));
    }
}
