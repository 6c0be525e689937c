using GrpcExp.ControlPlane;
using GrpcExp.ControlPlane.Access;
using Microsoft.Extensions.Time.Testing;

namespace GrpcExp.Unit.ControlPlane.Access;

public sealed class TokenBucketsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_full_bucket_gives_as_many_calls_as_it_holds_and_says_how_long_to_wait_for_the_next()
    {
        var buckets = new TokenBuckets(4, TimeSpan.FromSeconds(1), _time);

        Assert.All(Enumerable.Range(0, 4), _ => Assert.Equal(TimeSpan.Zero, buckets.Take("a")));
        Assert.Equal(TimeSpan.FromMilliseconds(250), buckets.Take("a"));
        Assert.True(buckets.IsEmpty("a"));
        Assert.Equal(TimeSpan.Zero, buckets.Take("b"));
        Assert.False(buckets.IsEmpty("b"));
    }

    [Fact]
    public void It_fills_up_evenly_and_never_beyond_what_it_holds()
    {
        var buckets = new TokenBuckets(4, TimeSpan.FromSeconds(1), _time);
        while (buckets.Take("a") == TimeSpan.Zero)
        {
        }

        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(TimeSpan.FromMilliseconds(1), buckets.Take("a"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TimeSpan.Zero, buckets.Take("a"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, Enumerable.Range(0, 10).Count(_ => buckets.Take("a") == TimeSpan.Zero));
    }

    [Fact]
    public void Those_that_have_rested_are_forgotten_and_the_others_are_not()
    {
        var buckets = new TokenBuckets(1, TimeSpan.FromSeconds(1), _time);
        for (var i = 0; i < Limits.KnownCallers - 1; i++)
        {
            buckets.Take($"rested{i}");
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        buckets.Take("a");
        buckets.Take("one past the bound");

        Assert.True(buckets.IsEmpty("a"));
    }
}
