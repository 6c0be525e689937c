using System.Threading.Channels;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Sync;

public sealed class SnapshotFollowerTests
{
    private readonly SnapshotState _state = new(TimeProvider.System, "test");
    private readonly ScriptedSource _first = new("first");
    private readonly ScriptedSource _second = new("second");

    [Fact]
    public async Task A_later_source_is_followed_only_while_the_earlier_one_is_lost()
    {
        using var follower = Follow();
        await follower.StartAsync(TestContext.Current.CancellationToken);
        _first.Fail("down");
        await Until(() => _second.IsFollowed);
        _second.Offer(1);
        await Until(() => follower.SourceInTouch == "second");
        Assert.Null(_state.StaleAge);

        _first.Offer(2);
        await Until(() => follower.SourceInTouch == "first" && !_second.IsFollowed);
        Assert.Equal(2, _state.Current!.Revision.Value);
        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_source_whose_snapshot_is_refused_does_not_keep_the_next_one_waiting()
    {
        using var follower = Follow();
        await follower.StartAsync(TestContext.Current.CancellationToken);
        _first.OfferBad();
        await Until(() => _second.IsFollowed);
        _second.Offer(3);
        await Until(() => _state.Current?.Revision.Value == 3);
        Assert.Equal(1, _state.Refusals);
        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_snapshot_goes_stale_when_every_source_is_lost_and_stays_served()
    {
        using var follower = Follow();
        await follower.StartAsync(TestContext.Current.CancellationToken);
        _first.Offer(1);
        await Until(() => follower.SourceInTouch == "first");
        _first.Fail("gone");
        await Until(() => _state.StaleAge is not null);
        Assert.Equal(1, _state.Current!.Revision.Value);
        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    private SnapshotFollower Follow() =>
        new(_state, [_first, _second], TimeProvider.System, new Random(1), NullLogger<SnapshotFollower>.Instance);

    private static async Task Until(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not happen within 20 s.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Does what the test says, one thing after the other.</summary>
    private sealed class ScriptedSource(string name) : ISnapshotSource
    {
        private readonly Channel<Action<SourceLink>> _script = Channel.CreateUnbounded<Action<SourceLink>>();
        private volatile bool _isFollowed;

        public string Name => name;

        public bool IsFollowed => _isFollowed;

        public void Offer(long revision) => _script.Writer.TryWrite(link => link.Offer(Snapshots.Sealed(revision)));

        public void OfferBad() => _script.Writer.TryWrite(link => link.Offer(new Contracts.Sync.V1.SnapshotEnvelope()));

        public void Fail(string reason) => _script.Writer.TryWrite(_ => throw new IOException(reason));

        public async Task FollowAsync(SourceLink link, CancellationToken cancellationToken)
        {
            _isFollowed = true;
            try
            {
                await foreach (var step in _script.Reader.ReadAllAsync(cancellationToken))
                {
                    step(link);
                }
            }
            finally
            {
                _isFollowed = false;
            }
        }
    }
}
