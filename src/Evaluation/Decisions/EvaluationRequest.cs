namespace GrpcExp.Evaluation;

/// <summary>Asks for one flag for one unit.</summary>
public readonly ref struct EvaluationRequest
{
    /// <summary>Makes a request.</summary>
    /// <param name="flagKey">Key of the flag.</param>
    /// <param name="unit">Id of the unit.</param>
    /// <param name="attributes">What is known about it; only read during the call.</param>
    /// <param name="expectedType">Type that the caller expects; unspecified takes any.</param>
    public EvaluationRequest(
        string? flagKey, UnitId unit, ReadOnlySpan<UnitAttribute> attributes = default, FlagType expectedType = FlagType.Unspecified)
    {
        FlagKey = flagKey;
        Unit = unit;
        Attributes = attributes;
        ExpectedType = expectedType;
    }

    /// <summary>Key of the flag.</summary>
    public string? FlagKey { get; }

    /// <summary>Id of the unit.</summary>
    public UnitId Unit { get; }

    /// <summary>What is known about the unit.</summary>
    public ReadOnlySpan<UnitAttribute> Attributes { get; }

    /// <summary>Type that the caller expects; unspecified takes any.</summary>
    public FlagType ExpectedType { get; }
}
