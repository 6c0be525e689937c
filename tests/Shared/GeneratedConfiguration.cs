using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Tests;

/// <summary>A valid configuration made from a seed, that uses everything there is: the same seed makes the same one for ever.</summary>
internal sealed class GeneratedConfiguration
{
    public const int Layers = 2;

    private const string Owner = "generator";

    private readonly Random _random;
    private readonly GeneratedConditions _conditions;

    /// <summary>Makes a configuration.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="flags">Flags, at least one; every third carries an experiment.</param>
    public GeneratedConfiguration(int seed, int flags)
    {
        _random = new Random(seed);
        _conditions = new GeneratedConditions(_random);
        for (var i = 0; i < 4; i++)
        {
            Segments.Add(Segment(i));
        }

        for (var i = 0; i < flags; i++)
        {
            Flags.Add(Flag(i));
            if (i % 3 == 0)
            {
                Experiments.Add(Experiment(i));
            }
        }
    }

    public List<Segment> Segments { get; } = [];

    /// <summary>In an order in which each only needs those before it.</summary>
    public List<Flag> Flags { get; } = [];

    /// <summary>Drafts; the layer of each is set, its slice is for whoever starts it to choose.</summary>
    public List<Experiment> Experiments { get; } = [];

    public static string LayerKey(int number) => $"layer-{number}";

    private Segment Segment(int number)
    {
        var segment = new Segment { Key = $"segment-{number}" };
        if (number != 1)
        {
            segment.IncludedUnits.Add(Enumerable.Range(0, 20).Select(_ => GeneratedCases.Unit(_random)).Where(unit => unit.Length > 0).Distinct());
            segment.ExcludedUnits.Add(Enumerable.Range(0, 20).Select(_ => GeneratedCases.Unit(_random)).Where(unit => unit.Length > 0).Distinct());
        }

        // A segment may ask for those before it.
        segment.Condition = number == 0 ? null : _conditions.Next(depth: 2, segments: number);
        return segment;
    }

    private Flag Flag(int number)
    {
        var type = (FlagType)(1 + (number % 5));
        var flag = new Flag
        {
            Key = $"flag-{number}",
            Type = type,
            Owner = Owner,
            Enabled = _random.Next(10) > 0,
            DefaultVariant = "v0",
            OffVariant = _random.Next(2) == 0 ? "" : "v1",
        };
        var variants = _random.Next(2, 5);
        for (var i = 0; i < variants; i++)
        {
            flag.Variants.Add(new Variant { Key = $"v{i}", Value = Value(type, i) });
        }

        var rules = _random.Next(0, 5);
        for (var i = 0; i < rules; i++)
        {
            flag.Rules.Add(Rule(i, variants));
        }

        for (var i = _random.Next(0, 4); i > 0; i--)
        {
            flag.ForcedUnits[$"unit-{_random.Next(GeneratedCases.Units)}"] = $"v{_random.Next(variants)}";
        }

        if (number > 2 && _random.Next(4) == 0)
        {
            // Only flags with few prerequisites of their own, so that their number stays within its limit.
            var other = Flags[_random.Next(Math.Min(number, 6))];
            flag.Prerequisites.Add(new Prerequisite { FlagKey = other.Key, Variants = { other.Variants.Take(_random.Next(1, 3)).Select(variant => variant.Key) } });
        }

        return flag;
    }

    private Rule Rule(int number, int variants)
    {
        var rule = new Rule { Key = $"rule-{number}", Condition = _random.Next(6) == 0 ? null : _conditions.Next(depth: 3, Segments.Count) };
        if (_random.Next(2) == 0)
        {
            rule.Variant = $"v{_random.Next(variants)}";
        }
        else
        {
            rule.Split = new Split();
            var start = 0;
            for (var i = 0; i < variants; i++)
            {
                var end = start + _random.Next(1, 10_000 / variants);
                rule.Split.Allocations.Add(new VariantAllocation { Variant = $"v{i}", Ranges = { new BucketRange { Start = start, End = end } } });
                start = end;
            }
        }

        if (_random.Next(3) == 0)
        {
            rule.StartTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(_random.Next(2) == 0 ? GeneratedCases.Past : GeneratedCases.Future);
        }

        if (_random.Next(3) == 0 && rule.StartTime?.ToDateTimeOffset() != GeneratedCases.Future)
        {
            rule.EndTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(_random.Next(2) == 0 ? GeneratedCases.Past.AddDays(1) : GeneratedCases.Future);
        }

        return rule;
    }

    private Experiment Experiment(int number)
    {
        var flag = Flags[number];
        var experiment = new Experiment
        {
            Key = $"experiment-{number}",
            FlagKey = flag.Key,
            Owner = Owner,
            Hypothesis = "It changes something.",
            TrafficBasisPoints = _random.Next(1, 11) * 1_000,
            Targeting = _random.Next(2) == 0 ? null : _conditions.Next(depth: 2, Segments.Count),
            LayerKey = _random.Next(2) == 0 ? "" : LayerKey(_random.Next(Layers)),
            PowerPlan = new PowerPlan { MinimumDetectableEffect = 0.05, PlannedUnits = 1_000, PlannedDays = 14 },
            AnalysisMode = AnalysisMode.Itt,
        };
        var left = 10_000;
        for (var i = 0; i < flag.Variants.Count; i++)
        {
            var weight = i == flag.Variants.Count - 1 ? left : _random.Next(1, left / 2);
            experiment.Variants.Add(new ExperimentVariant { Variant = $"v{i}", Control = i == 0, WeightBasisPoints = weight });
            left -= weight;
        }

        return experiment;
    }

    private FlagValue Value(FlagType type, int number) => type switch
    {
        FlagType.Bool => new FlagValue { BoolValue = number % 2 == 1 },
        FlagType.String => new FlagValue { StringValue = $"text {number} ü" },
        FlagType.Int => new FlagValue { IntValue = _random.NextInt64() },
        FlagType.Double => new FlagValue { DoubleValue = _random.NextDouble() * 1e6 },
        _ => new FlagValue { JsonValue = $$"""{"n":{{number}},"list":[1,"a",null]}""" },
    };
}
