namespace GrpcExp.Warehouse.Definitions;

/// <summary>What the owner of a metric promises of its events.</summary>
/// <param name="MinValue">Smallest value of an event; null for no promise.</param>
/// <param name="MaxValue">Largest value of an event; null for no promise.</param>
/// <param name="MaxNullRate">Share of events that may lack a value, 0 to 1; null for no promise.</param>
/// <param name="FreshnessHours">Hours that the newest event may be behind the newest row of all; null for no promise.</param>
public sealed record MetricContract(double? MinValue, double? MaxValue, double? MaxNullRate, int? FreshnessHours);
