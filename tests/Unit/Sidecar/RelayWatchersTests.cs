using GrpcExp.Sidecar.Relay;

namespace GrpcExp.Unit.Sidecar;

public sealed class RelayWatchersTests
{
    [Fact]
    public void One_watcher_over_the_limit_is_refused_until_another_has_left()
    {
        var watchers = new RelayWatchers(limit: 2);
        Assert.True(watchers.TryEnter(out var first));
        Assert.True(watchers.TryEnter(out _));
        Assert.False(watchers.TryEnter(out _));
        Assert.Equal(2, watchers.Count);
        first.Dispose();
        Assert.True(watchers.TryEnter(out _));
    }
}
