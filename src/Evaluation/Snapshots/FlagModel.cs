using System.Collections.Frozen;

namespace GrpcExp.Evaluation;

/// <summary>A validated, compiled flag. Immutable and thread-safe.</summary>
public sealed class FlagModel
{
    internal FlagModel(FlagConfig config) => Config = config;

    /// <summary>Key of the flag.</summary>
    public required string Key { get; init; }

    /// <summary>Type of all values.</summary>
    public required FlagType Type { get; init; }

    /// <summary>Version of the flag.</summary>
    public required long Version { get; init; }

    /// <summary>False serves the off variant.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Variant for units that nothing else takes.</summary>
    public required VariantModel DefaultVariant { get; init; }

    /// <summary>Variant while disabled or a prerequisite is not met.</summary>
    public required VariantModel OffVariant { get; init; }

    /// <summary>True when every unit gets the same answer, so that a client may keep it until the flag changes.</summary>
    public bool IsStatic => Rules.Length == 0 && Experiments.Length == 0 && Prerequisites.Length == 0 && ForcedUnits.Count == 0;

    /// <summary>What the flag was compiled from.</summary>
    internal FlagConfig Config { get; }

    internal Dictionary<string, VariantModel> Variants { get; init; } = [];

    internal FrozenDictionary<string, VariantModel> ForcedUnits { get; init; } = FrozenDictionary<string, VariantModel>.Empty;

    internal PrerequisiteModel[] Prerequisites { get; init; } = [];

    internal ExperimentModel[] Experiments { get; init; } = [];

    internal RuleModel[] Rules { get; init; } = [];

    /// <summary>Number of flags that answering this one may evaluate, itself included.</summary>
    internal int Evaluations { get; init; } = 1;
}
