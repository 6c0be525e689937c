namespace GrpcExp.Warehouse.Traffic;

/// <summary>What a metric is among all units, before any experiment.</summary>
/// <param name="Units">Units with a value; at least 1.</param>
/// <param name="Mean">Their mean; of a conversion the rate.</param>
/// <param name="StandardDeviation">Of their values, with n − 1; 0 for one unit.</param>
public sealed record MetricBaseline(long Units, double Mean, double StandardDeviation);
