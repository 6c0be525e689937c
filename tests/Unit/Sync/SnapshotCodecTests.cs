using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

[Trait("Promise", "P2.6")]
public sealed class SnapshotCodecTests
{
    [Fact]
    public void What_was_sealed_opens_as_it_was()
    {
        var envelope = Snapshots.Sealed(7, Snapshots.Switch("b"), Snapshots.Switch("a"));
        Assert.True(SnapshotCodec.TryOpen(SnapshotEnvelope.Parser.ParseFrom(envelope.ToByteArray()), out var loaded, out _));
        Assert.Equal(("e1", 7), (loaded.Epoch, loaded.Revision.Value));
        Assert.Equal(["a", "b"], loaded.Body.Flags.Select(flag => flag.Key));
    }

    [Fact]
    public void The_order_that_flags_come_in_does_not_change_the_hash() => Assert.Equal(
        Snapshots.Sealed(7, Snapshots.Switch("a"), Snapshots.Switch("b")).Sha256,
        Snapshots.Sealed(7, Snapshots.Switch("b"), Snapshots.Switch("a")).Sha256);

    [Fact]
    public void A_single_changed_byte_is_refused()
    {
        var envelope = Snapshots.Sealed(7);
        var body = envelope.Body.ToByteArray();
        body[^1] ^= 1;
        envelope.Body = ByteString.CopyFrom(body);
        Assert.Contains("SHA-256", Reason(envelope));
    }

    [Fact]
    public void An_envelope_that_claims_another_revision_or_epoch_is_refused()
    {
        var revision = Snapshots.Sealed(7);
        revision.Revision = 8;
        Assert.Contains("revision 8", Reason(revision));
        var epoch = Snapshots.Sealed(7);
        epoch.Epoch = "e2";
        Assert.Contains("'e2'", Reason(epoch));
    }

    [Fact]
    public void A_body_that_is_no_snapshot_is_refused()
    {
        var body = ByteString.CopyFrom(0xFF, 0xFF, 0xFF);
        var hash = ByteString.CopyFrom(System.Security.Cryptography.SHA256.HashData(body.Span));
        Assert.Contains("no snapshot", Reason(new SnapshotEnvelope { Body = body, Sha256 = hash }));
    }

    [Fact]
    public void A_snapshot_that_breaks_a_rule_is_refused_with_the_place()
    {
        var flag = Snapshots.Switch("flag");
        flag.DefaultVariant = "gone";
        Assert.Contains("flags[flag].default_variant", Reason(Snapshots.Sealed(7, flag)));
    }

    private static string Reason(SnapshotEnvelope envelope)
    {
        Assert.False(SnapshotCodec.TryOpen(envelope, out _, out var reason));
        return reason;
    }
}
