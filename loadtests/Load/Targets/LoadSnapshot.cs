using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Load.Targets;

/// <summary>The configuration under load: 500 flags, of which 50 carry an experiment with targeting and 225 carry rules.</summary>
internal static class LoadSnapshot
{
    public const int Flags = 500;
    public const int Experiments = 50;

    public static Snapshot Create()
    {
        var snapshot = new Snapshot { Environment = "load", Epoch = "load", Revision = 1 };
        for (var i = 0; i < Flags; i++)
        {
            snapshot.Flags.Add(Flag(i));
        }

        for (var i = 0; i < Experiments; i++)
        {
            snapshot.Experiments.Add(new RunningExperiment
            {
                Key = $"experiment-{i}",
                FlagKey = $"flag-{i}",
                ControlVariant = "off",
                Targeting = CountryIs("DE", "FR"),
                Allocations = { Owns("off", 0, 5000), Owns("on", 5000, 10000) },
            });
        }

        return snapshot;
    }

    private static Flag Flag(int number)
    {
        var flag = new Flag
        {
            Key = $"flag-{number}",
            Type = FlagType.Bool,
            Owner = "load",
            Enabled = true,
            DefaultVariant = "off",
            HashVersion = 1,
            Version = 1,
            Variants =
            {
                new Variant { Key = "off", Value = new FlagValue { BoolValue = false } },
                new Variant { Key = "on", Value = new FlagValue { BoolValue = true } },
            },
        };
        if (number >= Experiments && number % 2 == 0)
        {
            flag.Rules.Add(new Rule { Key = "abroad", Condition = CountryIs("ES", "IT"), Variant = "on" });
            flag.Rules.Add(new Rule
            {
                Key = "half",
                Condition = CountryIs("DE"),
                Split = new Split { Allocations = { Owns("off", 0, 5000), Owns("on", 5000, 10000) } },
            });
        }

        return flag;
    }

    /// <summary>Where most of the targeting looks.</summary>
    public static Condition CountryIs(params string[] countries)
    {
        var condition = new AttributeCondition { Attribute = "country", Operator = Operator.In };
        condition.Values.AddRange(countries.Select(c => new AttributeValue { StringValue = c }));
        return new Condition { Attribute = condition };
    }

    private static VariantAllocation Owns(string variant, int start, int end) =>
        new() { Variant = variant, Ranges = { new BucketRange { Start = start, End = end } } };
}
