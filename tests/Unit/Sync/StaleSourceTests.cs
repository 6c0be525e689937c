using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrpcExp.Unit.Sync;

/// <summary>A source that is out of touch with its own sources.</summary>
public sealed class StaleSourceTests
{
    private readonly SettableTime _time = new();
    private readonly List<bool> _touches = [];
    private readonly SnapshotState _state;
    private readonly SourceLink _link;

    public StaleSourceTests()
    {
        _state = new SnapshotState(_time);
        _link = new SourceLink(_state, "test", NullLogger.Instance, inTouch => Touch(inTouch));
    }

    [Fact]
    public void Its_snapshot_is_served_with_its_age_and_the_age_is_not_kept_with_it()
    {
        var envelope = Snapshots.Sealed(3);
        envelope.StaleAge = Duration.FromTimeSpan(TimeSpan.FromMinutes(5));
        _link.OfferStale(envelope, TimeSpan.FromMinutes(5));
        Assert.Equal((3, TimeSpan.FromMinutes(5)), (_state.Current!.Revision.Value, _state.StaleAge));
        Assert.Null(_state.Current.Envelope.StaleAge);
        Assert.DoesNotContain(true, _touches);
        _time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(TimeSpan.FromMinutes(6), _state.StaleAge);
    }

    [Fact]
    public void A_source_that_loses_touch_ages_what_it_gave_before()
    {
        _link.Offer(Snapshots.Sealed(3));
        Assert.Null(_state.StaleAge);
        _link.OfferStale(new SnapshotEnvelope { Epoch = "e1", Revision = 3 }, TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.FromSeconds(9), _state.StaleAge);
        Assert.Equal([true, false], _touches);
    }

    [Fact]
    public void An_age_is_for_nothing_while_another_source_is_in_touch()
    {
        _state.Offer(Snapshots.Sealed(3));
        _state.AgeTo(TimeSpan.FromDays(1));
        Assert.Null(_state.StaleAge);
    }

    [Fact]
    public void An_age_beyond_reason_is_bounded()
    {
        _link.OfferStale(Snapshots.Sealed(1), TimeSpan.MaxValue);
        Assert.InRange(_state.StaleAge!.Value, TimeSpan.FromDays(365 * 50), TimeSpan.FromDays(365 * 60));
        _state.AgeTo(TimeSpan.MinValue);
        Assert.Equal(TimeSpan.Zero, _state.StaleAge);
    }

    private void Touch(bool inTouch)
    {
        _touches.Add(inTouch);
        if (!inTouch)
        {
            _state.LoseTouch();
        }
    }
}
