namespace GrpcExp.Evaluation;

/// <summary>A targeting rule: who it is for, and either a variant or a percentage split.</summary>
public sealed record RuleConfig
{
    /// <summary>Key, unique within the flag.</summary>
    public required string Key { get; init; }

    /// <summary>Who the rule is for; null means everybody.</summary>
    public ConditionConfig? Condition { get; init; }

    /// <summary>The variant that a match gets; null or empty when there is a split.</summary>
    public string? Variant { get; init; }

    /// <summary>Ranges of <c>bucket(flag key, unit)</c> by variant; a bucket that nobody owns goes on to the next rule.</summary>
    public IReadOnlyList<VariantAllocation> Split { get; init; } = [];

    /// <summary>When the rule comes into force; null means at once.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When the rule ends, itself excluded; null means never. After <see cref="StartTime"/>.</summary>
    public DateTimeOffset? EndTime { get; init; }
}
