namespace GrpcExp.Evaluation;

/// <summary>A named set of units.</summary>
public sealed record SegmentConfig
{
    /// <summary>Key, unique in the environment.</summary>
    public required string Key { get; init; }

    /// <summary>Units that belong, whatever their attributes.</summary>
    public IReadOnlyList<string> IncludedUnits { get; init; } = [];

    /// <summary>Units that do not belong, before anything else.</summary>
    public IReadOnlyList<string> ExcludedUnits { get; init; } = [];

    /// <summary>Who else belongs; null means nobody else.</summary>
    public ConditionConfig? Condition { get; init; }
}
