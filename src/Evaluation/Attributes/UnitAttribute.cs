namespace GrpcExp.Evaluation;

/// <summary>Something known about a unit. When a name comes twice, the first counts.</summary>
/// <param name="Name">Name, compared ordinally; <see cref="UnitIdName"/> is taken.</param>
/// <param name="Value">Value.</param>
public readonly record struct UnitAttribute(string Name, AttributeValue Value)
{
    /// <summary>The attribute that always is the unit's id, whatever the request says.</summary>
    public const string UnitIdName = "unit_id";
}
