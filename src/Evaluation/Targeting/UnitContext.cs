namespace GrpcExp.Evaluation;

/// <summary>The unit and its attributes during one evaluation.</summary>
internal readonly ref struct UnitContext(string unit, ReadOnlySpan<UnitAttribute> attributes)
{
    private readonly ReadOnlySpan<UnitAttribute> _attributes = attributes;

    public string Unit { get; } = unit;

    /// <summary>Linear on purpose: requests carry a handful of attributes, and a search allocates nothing.</summary>
    public AttributeValue Find(string name)
    {
        foreach (ref readonly var attribute in _attributes)
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal))
            {
                return attribute.Value;
            }
        }

        return default;
    }
}
