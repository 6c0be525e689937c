namespace GrpcExp.Warehouse.Scorecards;

/// <summary>One line of the list of experiments.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="State">Lifecycle state when it was exported.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="PrimaryMetric">Metric that decides; null when it has none.</param>
/// <param name="Units">Units analysed.</param>
/// <param name="Verdict">GREEN, YELLOW or RED; null when it was not analysed because it has no units.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID; null when not analysed.</param>
/// <param name="SampleRatioSeverity">OK, WARN, FAIL or UNKNOWN; null when not analysed.</param>
public sealed record ScorecardSummary(
    string ExperimentKey,
    string State,
    string Owner,
    string? PrimaryMetric,
    long Units,
    string? Verdict,
    string? Recommendation,
    string? SampleRatioSeverity);
