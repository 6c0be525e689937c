using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

public sealed class BackoffTests
{
    // PROMISES: 0.5 s × 1.6 up to 30 s with full jitter, reset after 60 s of health.
    [Fact]
    public void Waits_grow_by_1_6_up_to_30_seconds_and_start_over_after_a_minute_of_health()
    {
        var backoff = new Backoff(new AlwaysMost());
        double[] expected = [0.5, 0.8, 1.28, 2.048, 3.2768, 5.24288, 8.388608, 13.4217728, 21.47483648, 30, 30];
        Assert.All(expected, seconds => Assert.Equal(seconds, backoff.Next(TimeSpan.FromSeconds(59)).TotalSeconds, 3));
        Assert.Equal(0.5, backoff.Next(TimeSpan.FromSeconds(60)).TotalSeconds, 3);
        Assert.Equal(0.8, backoff.Next(TimeSpan.Zero).TotalSeconds, 3);
    }

    [Fact]
    public void To_this_machine_waits_grow_from_50_ms_up_to_5_seconds_and_start_over_after_5_seconds_of_health()
    {
        var backoff = Backoff.Local(new AlwaysMost());
        double[] expected = [0.05, 0.08, 0.128, 0.2048, 0.32768, 0.524288, 0.8388608, 1.34217728, 2.147483648, 3.4359738368, 5, 5];
        Assert.All(expected, seconds => Assert.Equal(seconds, backoff.Next(TimeSpan.FromSeconds(4.9)).TotalSeconds, 3));
        Assert.Equal(0.05, backoff.Next(TimeSpan.FromSeconds(5)).TotalSeconds, 3);
    }

    [Fact]
    public void The_jitter_covers_everything_from_zero() =>
        Assert.Equal(TimeSpan.Zero, new Backoff(new AlwaysLeast()).Next(TimeSpan.Zero));

    private sealed class AlwaysMost : Random
    {
        public override double NextDouble() => 1 - 1e-9;
    }

    private sealed class AlwaysLeast : Random
    {
        public override double NextDouble() => 0;
    }
}
