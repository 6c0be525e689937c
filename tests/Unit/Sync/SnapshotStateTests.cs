using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

public sealed class SnapshotStateTests
{
    private readonly SettableTime _time = new();
    private readonly SnapshotState _state;

    public SnapshotStateTests() => _state = new SnapshotState(_time, "test");

    [Fact]
    [Trait("Promise", "P2.1")]
    public void The_revision_never_falls_within_an_epoch()
    {
        Assert.Equal(OfferOutcome.Accepted, _state.Offer(Snapshots.Sealed(5)).Outcome);
        Assert.Equal(OfferOutcome.Older, _state.Offer(Snapshots.Sealed(4)).Outcome);
        Assert.Equal(OfferOutcome.Unchanged, _state.Offer(Snapshots.Sealed(5)).Outcome);
        Assert.Equal(OfferOutcome.Accepted, _state.Offer(Snapshots.Sealed(7)).Outcome);
        Assert.Equal(7, _state.Current!.Revision.Value);
    }

    [Fact]
    public void Another_epoch_replaces_whatever_is_here()
    {
        _state.Offer(Snapshots.Sealed(5));
        var restored = Snapshots.At(2);
        restored.Epoch = "e2";
        Assert.Equal(OfferOutcome.Accepted, _state.Offer(SnapshotCodec.Seal(restored)).Outcome);
        Assert.Equal(("e2", 2), (_state.Current!.Epoch, _state.Current.Revision.Value));
    }

    [Fact]
    [Trait("Promise", "P2.6")]
    public void A_bad_snapshot_is_refused_with_its_reason_and_the_last_good_one_stays()
    {
        _state.Offer(Snapshots.Sealed(5));
        var bad = Snapshots.Sealed(6);
        bad.Sha256 = Snapshots.Sealed(7).Sha256;
        var offer = _state.Offer(bad);
        Assert.Equal(OfferOutcome.Refused, offer.Outcome);
        Assert.Equal((6, offer.Reason, _time.Now), (_state.LastRefusal!.Revision, _state.LastRefusal.Reason, _state.LastRefusal.Time));
        Assert.Equal((5, 1), (_state.Current!.Revision.Value, _state.Refusals));
        _state.Offer(Snapshots.Sealed(6));
        Assert.Null(_state.LastRefusal);
    }

    [Fact]
    public void Other_contents_under_the_revision_being_served_are_refused()
    {
        _state.Offer(Snapshots.Sealed(5));
        Assert.Equal(OfferOutcome.Refused, _state.Offer(Snapshots.Sealed(5, Snapshots.Switch("other"))).Outcome);
    }

    [Fact]
    public void A_snapshot_of_another_environment_is_refused()
    {
        var foreign = Snapshots.At(1);
        foreign.Environment = "elsewhere";
        Assert.Contains("'elsewhere'", _state.Offer(SnapshotCodec.Seal(foreign)).Reason);
        Assert.Null(_state.Current);
    }

    [Fact]
    public void Age_counts_from_the_moment_that_touch_was_lost()
    {
        Assert.Null(_state.StaleAge);
        _state.Offer(Snapshots.Sealed(5));
        _time.Now += TimeSpan.FromMinutes(1);
        Assert.Null(_state.StaleAge);
        _state.LoseTouch();
        _time.Now += TimeSpan.FromSeconds(10);
        Assert.Equal(TimeSpan.FromSeconds(10), _state.StaleAge);
        _state.Confirm();
        Assert.Null(_state.StaleAge);
    }

    [Fact]
    [Trait("Promise", "P3.2")]
    public void A_stored_snapshot_is_stale_from_the_time_it_was_last_confirmed()
    {
        _state.OfferStored(Snapshots.Sealed(5), _time.Now.AddHours(-2));
        Assert.Equal(TimeSpan.FromHours(2), _state.StaleAge);
        Assert.Equal(OfferOutcome.Unchanged, _state.Offer(Snapshots.Sealed(5)).Outcome);
        Assert.Null(_state.StaleAge);
    }

    [Fact]
    public async Task A_waiter_wakes_for_the_next_snapshot_and_skips_what_it_missed()
    {
        var waiting = _state.WaitForOtherThanAsync(null, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        _state.Offer(Snapshots.Sealed(1));
        var first = await waiting;
        Assert.Equal(1, first.Revision.Value);
        _state.Offer(Snapshots.Sealed(2));
        _state.Offer(Snapshots.Sealed(3));
        Assert.Equal(3, (await _state.WaitForOtherThanAsync(first, TestContext.Current.CancellationToken)).Revision.Value);
    }
}
