namespace GrpcExp.Evaluation;

/// <summary>A test on a unit and its attributes. The static methods make each kind.</summary>
public sealed record ConditionConfig
{
    /// <summary>What the condition is; default everybody.</summary>
    public ConditionKind Kind { get; init; }

    /// <summary>Turns the result round, that of a missing attribute too; default false.</summary>
    public bool Negated { get; init; }

    /// <summary>Name of the attribute, with <see cref="ConditionKind.Attribute"/>.</summary>
    public string Attribute { get; init; } = "";

    /// <summary>The comparison, with <see cref="ConditionKind.Attribute"/>.</summary>
    public ConditionOperator Operator { get; init; }

    /// <summary>What to compare with, with <see cref="ConditionKind.Attribute"/>.</summary>
    public IReadOnlyList<AttributeValue> Values { get; init; } = [];

    /// <summary>The parts of a group.</summary>
    public IReadOnlyList<ConditionConfig> Parts { get; init; } = [];

    /// <summary>Key of the segment, with <see cref="ConditionKind.Segment"/>.</summary>
    public string SegmentKey { get; init; } = "";

    /// <summary>One attribute against values.</summary>
    /// <param name="attribute">Name of the attribute.</param>
    /// <param name="comparison">The operator.</param>
    /// <param name="values">What to compare with.</param>
    public static ConditionConfig Where(string attribute, ConditionOperator comparison, params AttributeValue[] values) =>
        new() { Kind = ConditionKind.Attribute, Attribute = attribute, Operator = comparison, Values = values };

    /// <summary>Holds when all parts hold.</summary>
    /// <param name="parts">The parts.</param>
    public static ConditionConfig AllOf(params ConditionConfig[] parts) => new() { Kind = ConditionKind.AllOf, Parts = parts };

    /// <summary>Holds when any part holds.</summary>
    /// <param name="parts">The parts.</param>
    public static ConditionConfig AnyOf(params ConditionConfig[] parts) => new() { Kind = ConditionKind.AnyOf, Parts = parts };

    /// <summary>Holds for the members of a segment.</summary>
    /// <param name="segmentKey">Key of the segment.</param>
    public static ConditionConfig InSegment(string segmentKey) => new() { Kind = ConditionKind.Segment, SegmentKey = segmentKey };

    /// <summary>Holds when the condition does not.</summary>
    /// <param name="condition">The condition.</param>
    public static ConditionConfig Not(ConditionConfig condition) => condition with { Negated = !condition.Negated };
}
