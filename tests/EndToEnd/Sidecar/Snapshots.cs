using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>Snapshots as a control plane would compile them.</summary>
internal static class Snapshots
{
    /// <summary>One switch, <c>flag</c>, and an experiment on another, <c>tested</c>.</summary>
    public static Snapshot At(long revision, bool enabled, string environment = SidecarProcess.Environment) => new()
    {
        Environment = environment,
        Epoch = "epoch-1",
        Revision = revision,
        Flags = { Switch("flag", enabled), Switch("tested", enabled: true) },
        Experiments =
        {
            new RunningExperiment
            {
                Key = "experiment",
                FlagKey = "tested",
                Allocations = { Owns("off", 0, 2_500), Owns("on", 5_000, 7_500) },
                ControlVariant = "off",
            },
        },
    };

    private static Flag Switch(string key, bool enabled) => new()
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
        HashVersion = 1,
        Version = 1,
    };

    private static VariantAllocation Owns(string variant, int start, int end) =>
        new() { Variant = variant, Ranges = { new BucketRange { Start = start, End = end } } };
}
