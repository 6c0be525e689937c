namespace GrpcExp.Evaluation;

/// <summary>A named value of a flag.</summary>
/// <param name="Key">Key, unique within the flag.</param>
/// <param name="Value">What callers get; of the flag's type.</param>
public sealed record VariantConfig(string Key, FlagValue Value);
