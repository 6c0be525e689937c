namespace GrpcExp.Evaluation;

/// <summary>What a condition is.</summary>
public enum ConditionKind
{
    /// <summary>Holds for everybody.</summary>
    Everybody = 0,

    /// <summary>One attribute against values.</summary>
    Attribute = 1,

    /// <summary>Holds when all parts hold; without parts it holds.</summary>
    AllOf = 2,

    /// <summary>Holds when any part holds; without parts it does not hold.</summary>
    AnyOf = 3,

    /// <summary>Holds for the members of a segment.</summary>
    Segment = 4,
}
