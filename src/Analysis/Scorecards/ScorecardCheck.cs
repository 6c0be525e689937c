namespace GrpcExp.Analysis.Scorecards;

/// <summary>One check with the numbers it used.</summary>
/// <param name="Name">
/// Stable snake_case name: <c>data_quality</c>, <c>sample_ratio</c>, <c>guardrail</c>, <c>primary</c>,
/// <c>planned_sample</c>, <c>segments</c> or <c>secondary</c>.
/// </param>
/// <param name="Variant">The treatment it is about, or null when it is about the whole experiment.</param>
/// <param name="Metric">The metric it is about, or null.</param>
/// <param name="MetricVersion">Version of that metric's definition, or null.</param>
/// <param name="Status">What it means for the verdict.</param>
/// <param name="Reason">A sentence with numbers, for a product manager.</param>
/// <param name="Numbers">Every number used, in a fixed order.</param>
public sealed record ScorecardCheck(
    string Name,
    string? Variant,
    string? Metric,
    int? MetricVersion,
    CheckStatus Status,
    string Reason,
    IReadOnlyList<CheckNumber> Numbers);
