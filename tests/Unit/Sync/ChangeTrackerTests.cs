using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

[Trait("Promise", "P2.4")]
public sealed class ChangeTrackerTests
{
    private readonly LoadedSnapshot _current = Snapshots.Loaded(Snapshots.At(5));

    [Fact]
    public void A_heartbeat_of_the_revision_being_served_confirms_it() =>
        Assert.Equal(ChangeAction.Confirm, ChangeTracker.Decide(_current, SnapshotDeltas.Heartbeat("e1", 5), out _));

    [Fact]
    public void A_heartbeat_of_a_newer_revision_means_that_a_change_was_lost() =>
        Assert.Equal(ChangeAction.Reread, ChangeTracker.Decide(_current, SnapshotDeltas.Heartbeat("e1", 6), out _));

    [Fact]
    public void What_is_older_is_ignored() =>
        Assert.Equal(ChangeAction.Ignore, ChangeTracker.Decide(_current, SnapshotDeltas.Heartbeat("e1", 4), out _));

    [Fact]
    public void Another_epoch_or_no_snapshot_at_all_means_reading()
    {
        Assert.Equal(ChangeAction.Reread, ChangeTracker.Decide(_current, SnapshotDeltas.Heartbeat("e2", 1), out _));
        Assert.Equal(ChangeAction.Reread, ChangeTracker.Decide(null, SnapshotDeltas.Heartbeat("e1", 5), out _));
    }

    [Fact]
    public void A_delta_that_fits_is_applied_once_and_a_duplicate_confirms()
    {
        var after = Snapshots.At(6, Snapshots.Switch("flag", enabled: false));
        var message = SnapshotDeltas.Between(_current.Body, after, SnapshotCodec.Seal(after));
        Assert.Equal(ChangeAction.Apply, ChangeTracker.Decide(_current, message, out var applied));
        Assert.Equal((6, 6), (applied!.Envelope.Revision, applied.Body.Revision));
        Assert.Equal(ChangeAction.Confirm, ChangeTracker.Decide(Snapshots.Loaded(after), message, out _));
    }

    [Fact]
    public void A_gap_means_reading()
    {
        var after = Snapshots.At(8, Snapshots.Switch("flag", enabled: false));
        var message = SnapshotDeltas.Between(Snapshots.At(7), after, SnapshotCodec.Seal(after));
        Assert.Equal(ChangeAction.Reread, ChangeTracker.Decide(_current, message, out _));
    }
}
