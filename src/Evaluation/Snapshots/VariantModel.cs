namespace GrpcExp.Evaluation;

/// <summary>A validated variant.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
public sealed record VariantModel(string Key, FlagValue Value);
