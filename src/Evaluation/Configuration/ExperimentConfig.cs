namespace GrpcExp.Evaluation;

/// <summary>A running experiment on one flag.</summary>
public sealed record ExperimentConfig
{
    /// <summary>Key, unique in the environment.</summary>
    public required string Key { get; init; }

    /// <summary>Flag that it decides.</summary>
    public required string FlagKey { get; init; }

    /// <summary>Who is eligible; null means everybody.</summary>
    public ConditionConfig? Targeting { get; init; }

    /// <summary>Layer that it shares with others; null or empty for none.</summary>
    public string? LayerKey { get; init; }

    /// <summary>Slice of the layer that it owns; required with a layer.</summary>
    public IReadOnlyList<BucketRange> LayerSlice { get; init; } = [];

    /// <summary>Ranges of <c>bucket(flag key, unit)</c> by variant; together they are the traffic.</summary>
    public IReadOnlyList<VariantAllocation> Allocations { get; init; } = [];

    /// <summary>Key of the control variant; null or empty when not stated.</summary>
    public string? ControlVariant { get; init; }
}
