using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

/// <summary>Small valid snapshots to vary.</summary>
internal static class Snapshots
{
    public static Snapshot At(long revision, params Flag[] flags) => new()
    {
        Environment = "test",
        Epoch = "e1",
        Revision = revision,
        Flags = { flags.Length > 0 ? flags : [Switch("flag")] },
    };

    public static Flag Switch(string key, bool enabled = true) => new()
    {
        Key = key,
        Type = FlagType.Bool,
        Enabled = enabled,
        Variants =
        {
            new Variant { Key = "on", Value = new FlagValue { BoolValue = true } },
            new Variant { Key = "off", Value = new FlagValue { BoolValue = false } },
        },
        DefaultVariant = "on",
        OffVariant = "off",
        ForcedUnits = { ["b"] = "on", ["a"] = "off" },
        HashVersion = 1,
        Version = 1,
    };

    public static SnapshotEnvelope Sealed(long revision, params Flag[] flags) => SnapshotCodec.Seal(At(revision, flags));

    public static LoadedSnapshot Loaded(Snapshot snapshot) =>
        SnapshotCodec.TryOpen(SnapshotCodec.Seal(snapshot), out var loaded, out var reason) ? loaded : throw new InvalidOperationException(reason);
}
