namespace GrpcExp.Warehouse.Monitoring;

/// <summary>An experiment as a weekly readout tells of it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="State">Lifecycle state when it was exported.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="PrimaryMetric">Metric that decides; empty for none.</param>
/// <param name="Units">Units analysed.</param>
/// <param name="Verdict">GREEN, YELLOW or RED; empty when it has no units.</param>
/// <param name="Recommendation">SHIP, ITERATE, DO_NOT_SHIP or INVALID; empty when it has no units.</param>
/// <param name="Decision">SHIPPED, ROLLED_BACK or INCONCLUSIVE; empty before it is concluded.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
public sealed record WeekExperiment(
    string Key,
    string State,
    string Owner,
    string PrimaryMetric,
    long Units,
    string Verdict,
    string Recommendation,
    string Decision,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);
