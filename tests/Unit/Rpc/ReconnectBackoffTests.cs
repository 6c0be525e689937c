using GrpcExp.Rpc.Client;
using GrpcExp.Unit.Sync;

namespace GrpcExp.Unit.Rpc;

/// <summary>The waits between connections: gRPC's "Connection Backoff Protocol" (1 s, × 1.6, up to 120 s, ±20 %).</summary>
public sealed class ReconnectBackoffTests
{
    private readonly SettableTime _time = new();

    [Theory]
    [InlineData(0.0, 0.8)]
    [InlineData(0.5, 1.0)]
    public void Waits_grow_up_to_the_longest(double chance, double factor)
    {
        var backoff = Backoff(chance);
        double expected = 1;
        for (var i = 0; i < 15; i++)
        {
            var wait = backoff.Failed();
            Assert.Equal(factor * Math.Min(expected, 120), wait.TotalSeconds, 4);
            _time.Now += wait;
            expected *= 1.6;
        }
    }

    [Fact]
    public void Calls_that_fail_together_wait_together()
    {
        var backoff = Backoff(0.5);
        Assert.Equal(1.0, backoff.Failed().TotalSeconds);
        _time.Now += TimeSpan.FromSeconds(0.25);
        Assert.Equal(0.75, backoff.Failed().TotalSeconds);
        _time.Now += TimeSpan.FromSeconds(0.75);
        Assert.Equal(1.6, backoff.Failed().TotalSeconds);
    }

    [Fact]
    public void A_connection_starts_the_series_over()
    {
        var backoff = Backoff(0.5);
        _time.Now += backoff.Failed();
        _time.Now += backoff.Failed();
        backoff.Connected();
        Assert.Equal(1.0, backoff.Failed().TotalSeconds);
    }

    private ReconnectBackoff Backoff(double chance) =>
        new(_time, () => chance, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(120));
}
