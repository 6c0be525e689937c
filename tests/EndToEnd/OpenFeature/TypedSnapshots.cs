using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.EndToEnd.Sidecar;

namespace GrpcExp.EndToEnd.OpenFeature;

/// <summary>A flag of every type and of every reason.</summary>
internal static class TypedSnapshots
{
    public static Snapshot At(long revision, bool isSwitchOn = true)
    {
        var snapshot = Snapshots.At(revision, enabled: true);
        snapshot.Flags.Clear();
        snapshot.Flags.Add([
            Flag("switch", FlagType.Bool, new FlagValue { BoolValue = isSwitchOn }, version: isSwitchOn ? 1 : 2),
            Flag("text", FlagType.String, new FlagValue { StringValue = "Grüße" }),
            Flag("whole", FlagType.Int, new FlagValue { IntValue = 42 }),
            Flag("broken", FlagType.Double, new FlagValue { DoubleValue = 2.5 }),
            Flag("object", FlagType.Json, new FlagValue { JsonValue = """{"a": [1, true, null, "x"], "b": {"c": 0.5}}""" }),
            Disabled(Flag("killed", FlagType.Bool, new FlagValue { BoolValue = true })),
            Targeted(Flag("targeted", FlagType.Bool, new FlagValue { BoolValue = false })),
            Flag("tested", FlagType.Bool, new FlagValue { BoolValue = true }),
        ]);
        snapshot.Flags[^1].Variants.Add(new Variant { Key = "off", Value = new FlagValue { BoolValue = false } });
        snapshot.Flags[^1].Variants.Add(new Variant { Key = "on", Value = new FlagValue { BoolValue = true } });
        return snapshot;
    }

    private static Flag Flag(string key, FlagType type, FlagValue value, long version = 1) => new()
    {
        Key = key,
        Type = type,
        Enabled = true,
        Variants = { new Variant { Key = "served", Value = value } },
        DefaultVariant = "served",
        OffVariant = "served",
        HashVersion = 1,
        Version = version,
    };

    private static Flag Disabled(Flag flag)
    {
        flag.Enabled = false;
        return flag;
    }

    private static Flag Targeted(Flag flag)
    {
        flag.Variants.Add(new Variant { Key = "german", Value = new FlagValue { BoolValue = true } });
        var isGerman = new AttributeCondition { Attribute = "country", Operator = Operator.Equals, Values = { new AttributeValue { StringValue = "DE" } } };
        flag.Rules.Add(new Rule { Key = "germany", Condition = new Condition { Attribute = isGerman }, Variant = "german" });
        return flag;
    }
}
