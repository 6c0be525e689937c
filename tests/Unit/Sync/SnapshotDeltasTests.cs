using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

[Trait("Promise", "P2.5")]
public sealed class SnapshotDeltasTests
{
    [Fact]
    public void A_delta_leads_to_the_same_bytes_as_the_snapshot_after_it()
    {
        var gen = Gen.SubListOf(Enumerable.Range(0, 6)).Two().Zip(Gen.SubListOf(Enumerable.Range(0, 6)));
        Prop.ForAll(Arb.From(gen), plan =>
        {
            var ((before, after), disabled) = plan;
            var from = Snapshots.Loaded(Of(1, before, []));
            var to = Of(2, after, disabled);
            var sealedTo = SnapshotCodec.Seal(to);
            var message = SnapshotDeltas.Between(from.Body, to, sealedTo);
            var received = ChangeMessage.Parser.ParseFrom(message.ToByteArray());
            return SnapshotDeltas.TryApply(from, received)!.Envelope.Body == sealedTo.Body;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_delta_from_another_revision_or_epoch_does_not_fit()
    {
        var message = Message(2, 3);
        Assert.Null(SnapshotDeltas.TryApply(Snapshots.Loaded(Snapshots.At(1)), message));
        var restored = Snapshots.At(2);
        restored.Epoch = "e2";
        Assert.Null(SnapshotDeltas.TryApply(Snapshots.Loaded(restored), message));
    }

    [Fact]
    public void A_delta_that_leads_elsewhere_than_it_states_is_not_believed()
    {
        var current = Snapshots.Loaded(Snapshots.At(1));
        var message = Message(1, 2);
        Assert.NotNull(SnapshotDeltas.TryApply(current, message));
        message.Delta.PutFlags.Add(Snapshots.Switch("smuggled"));
        Assert.Null(SnapshotDeltas.TryApply(current, message));
    }

    [Fact]
    public void A_delta_expresses_deleted_segments_and_layers_and_a_changed_holdout()
    {
        var from = Snapshots.At(1);
        from.Segments.Add(new Segment { Key = "s" });
        from.Layers.Add(new Layer { Key = "l" });
        from.Holdout.Add(new BucketRange { Start = 0, End = 10 });
        var delta = RequireLeadsTo(from, Snapshots.At(2)).Delta;
        Assert.Equal(["s"], delta.DeletedSegments);
        Assert.Equal(["l"], delta.DeletedLayers);
        Assert.Empty(delta.HoldoutChange.Ranges);

        var unchanged = from.Clone();
        unchanged.Revision = 2;
        Assert.Null(RequireLeadsTo(from, unchanged).Delta.HoldoutChange);
        unchanged.Holdout[0].End = 20;
        Assert.Equal(20, Assert.Single(RequireLeadsTo(from, unchanged).Delta.HoldoutChange.Ranges).End);
    }

    [Fact]
    public void A_reader_that_does_not_know_the_newer_fields_arrives_at_another_hash_and_reads_the_snapshot()
    {
        // What a reader of the previous version sees of the message: the new fields are unknown to it and do nothing.
        Action<Snapshot>[] changes =
            [after => after.Segments.Clear(), after => after.Layers.Clear(), after => after.Holdout.Clear()];
        foreach (var change in changes)
        {
            var from = Snapshots.At(1);
            from.Segments.Add(new Segment { Key = "s" });
            from.Layers.Add(new Layer { Key = "l" });
            from.Holdout.Add(new BucketRange { Start = 0, End = 10 });
            var to = from.Clone();
            to.Revision = 2;
            change(to);
            var message = RequireLeadsTo(from, to);
            message.Delta.DeletedSegments.Clear();
            message.Delta.DeletedLayers.Clear();
            message.Delta.HoldoutChange = null;
            Assert.Equal(ChangeAction.Reread, ChangeTracker.Decide(Snapshots.Loaded(from), message, out _));
        }
    }

    [Fact]
    public void Another_environment_is_announced_without_a_delta()
    {
        var to = Snapshots.At(2);
        to.Environment = "other";
        Assert.Null(SnapshotDeltas.Between(Snapshots.At(1), to, SnapshotCodec.Seal(to)).Delta);
    }

    [Fact]
    public void A_delta_too_large_to_send_is_left_out()
    {
        var to = Snapshots.At(2);
        to.Segments.Add(new Segment { Key = "s", IncludedUnits = { Enumerable.Range(0, 10_000).Select(index => $"a-rather-long-unit-id-{index}") } });
        Assert.Null(SnapshotDeltas.Between(Snapshots.At(1), to, SnapshotCodec.Seal(to)).Delta);
    }

    private static ChangeMessage RequireLeadsTo(Snapshot from, Snapshot to)
    {
        var sealedTo = SnapshotCodec.Seal(to);
        var message = ChangeMessage.Parser.ParseFrom(SnapshotDeltas.Between(from, to, sealedTo).ToByteArray());
        Assert.Equal(sealedTo.Body, SnapshotDeltas.TryApply(Snapshots.Loaded(from), message)!.Envelope.Body);
        return message;
    }

    private static ChangeMessage Message(long from, long to)
    {
        var after = Snapshots.At(to, Snapshots.Switch("flag", enabled: false));
        return SnapshotDeltas.Between(Snapshots.At(from), after, SnapshotCodec.Seal(after));
    }

    private static Snapshot Of(long revision, IEnumerable<int> flags, IEnumerable<int> disabled)
    {
        var snapshot = Snapshots.At(revision);
        snapshot.Flags.AddRange(flags.Select(flag => Snapshots.Switch($"f{flag}", !disabled.Contains(flag))));
        snapshot.Segments.Add(new Segment { Key = "s", IncludedUnits = { disabled.Select(flag => $"u{flag}") } });
        snapshot.Experiments.AddRange(disabled.Select(flag => new RunningExperiment
        {
            Key = $"x{flag}",
            FlagKey = "flag",
            Allocations = { new VariantAllocation { Variant = "on", Ranges = { new BucketRange { Start = flag, End = flag + 1 } } } },
        }));
        return snapshot;
    }
}
