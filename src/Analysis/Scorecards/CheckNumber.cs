using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Scorecards;

/// <summary>A number that a check used.</summary>
/// <param name="Name">Stable snake_case name, e.g. <c>p_value</c>.</param>
/// <param name="Value">The number, or why there is none.</param>
public sealed record CheckNumber(string Name, Measure Value);
