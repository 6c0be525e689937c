namespace GrpcExp.Warehouse.Monitoring;

/// <summary>Something about events or metrics that is not as usual.</summary>
/// <param name="Kind">What is watched, as in <c>mart_anomalies</c> (<c>volume</c>, …) or <c>value_shift</c> of <c>mart_metric_drift</c>.</param>
/// <param name="Subject">Name of the event, or key of the metric.</param>
/// <param name="Day">UTC day, yyyy-MM-dd.</param>
/// <param name="Observed">What was seen on the day.</param>
/// <param name="Expected">Mean of the days before.</param>
/// <param name="IsError">True for the graver of the two severities.</param>
/// <param name="Detail">In words.</param>
public sealed record Anomaly(string Kind, string Subject, string Day, double Observed, double Expected, bool IsError, string Detail);
