namespace GrpcExp.Evaluation;

/// <summary>Another flag that must answer with one of the named variants for the same unit.</summary>
/// <param name="FlagKey">Key of the other flag.</param>
/// <param name="Variants">Variants that satisfy; at least one.</param>
public sealed record PrerequisiteConfig(string FlagKey, IReadOnlyList<string> Variants);
