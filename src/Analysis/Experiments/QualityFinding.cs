namespace GrpcExp.Analysis.Experiments;

/// <summary>The outcome of one data-quality check.</summary>
/// <param name="Check">Stable snake_case name, e.g. <c>duplicate_units</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Count">Rows or units concerned, ≥ 0.</param>
/// <param name="Detail">A sentence for a person: what was found and what was done about it.</param>
public sealed record QualityFinding(string Check, FindingSeverity Severity, long Count, string Detail);
