namespace GrpcExp.Warehouse.Monitoring;

/// <summary>A promise of a metric's contract that the last build found broken.</summary>
/// <param name="MetricKey">Key of the metric.</param>
/// <param name="Promise"><c>min_value</c>, <c>max_value</c>, <c>max_null_rate</c> or <c>freshness_hours</c>.</param>
/// <param name="Promised">The bound.</param>
/// <param name="Observed">What was seen; null when there was no event at all.</param>
public sealed record BrokenPromise(string MetricKey, string Promise, double Promised, double? Observed);
