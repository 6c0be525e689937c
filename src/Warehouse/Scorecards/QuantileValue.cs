namespace GrpcExp.Warehouse.Scorecards;

/// <summary>So many units of a variant that have one value of a quantile metric.</summary>
internal sealed record QuantileValue(string Metric, string Variant, bool IsInExposed, double Value, int Units);
