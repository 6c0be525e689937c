namespace GrpcExp.Evaluation;

/// <summary>A flag, as written.</summary>
public sealed record FlagConfig
{
    /// <summary>Key, unique in the environment: letters, digits, <c>_</c>, <c>-</c>, <c>.</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Type of all values.</summary>
    public required FlagType Type { get; init; }

    /// <summary>The kill switch: false serves the off variant. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>All variants; at least one.</summary>
    public required IReadOnlyList<VariantConfig> Variants { get; init; }

    /// <summary>Variant for units that no experiment or rule takes.</summary>
    public required string DefaultVariant { get; init; }

    /// <summary>Variant while disabled or a prerequisite is not met; null or empty for the default variant.</summary>
    public string? OffVariant { get; init; }

    /// <summary>Rules, tried top-down.</summary>
    public IReadOnlyList<RuleConfig> Rules { get; init; } = [];

    /// <summary>Unit id → variant, before everything but the kill switch.</summary>
    public IReadOnlyDictionary<string, string> ForcedUnits { get; init; } = new Dictionary<string, string>();

    /// <summary>Flags that must answer with certain variants first.</summary>
    public IReadOnlyList<PrerequisiteConfig> Prerequisites { get; init; } = [];

    /// <summary>Version of the bucketing function; only <see cref="Bucketing.HashVersion"/> exists.</summary>
    public int HashVersion { get; init; } = Bucketing.HashVersion;

    /// <summary>Version of the flag, reported with each answer.</summary>
    public long Version { get; init; }
}
