namespace GrpcExp.Load.Engine;

/// <summary>Latencies above <paramref name="From"/> up to <paramref name="To"/>.</summary>
/// <param name="From">Lower edge.</param>
/// <param name="To">Upper edge, about 1.41 times the lower one.</param>
/// <param name="Count">How many.</param>
internal sealed record HistogramBin(TimeSpan From, TimeSpan To, long Count);
