namespace GrpcExp.Load.Engine;

/// <summary>One point of a percentile curve.</summary>
/// <param name="Quantile">From 0 to 1.</param>
/// <param name="Latency">Latency that this share did not exceed.</param>
internal sealed record CurvePoint(double Quantile, TimeSpan Latency);
