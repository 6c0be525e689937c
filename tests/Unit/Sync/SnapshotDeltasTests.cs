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
            return SnapshotDeltas.TryApply(from, received)!.Body == sealedTo.Body;
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
    public void What_a_delta_cannot_express_is_announced_without_one()
    {
        var from = Snapshots.At(1);
        from.Segments.Add(new Segment { Key = "s" });
        var to = Snapshots.At(2);
        Assert.Null(SnapshotDeltas.Between(from, to, SnapshotCodec.Seal(to)).Delta);
        to.Segments.Add(new Segment { Key = "s" });
        Assert.NotNull(SnapshotDeltas.Between(from, to, SnapshotCodec.Seal(to)).Delta);
        to.Holdout.Add(new BucketRange { Start = 0, End = 1 });
        Assert.Null(SnapshotDeltas.Between(from, to, SnapshotCodec.Seal(to)).Delta);
    }

    [Fact]
    public void A_delta_too_large_to_send_is_left_out()
    {
        var to = Snapshots.At(2);
        to.Segments.Add(new Segment { Key = "s", IncludedUnits = { Enumerable.Range(0, 10_000).Select(index => $"a-rather-long-unit-id-{index}") } });
        Assert.Null(SnapshotDeltas.Between(Snapshots.At(1), to, SnapshotCodec.Seal(to)).Delta);
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
