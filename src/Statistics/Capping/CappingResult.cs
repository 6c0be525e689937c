namespace GrpcExp.Statistics.Capping;

/// <summary>All variants after capping at the same values.</summary>
/// <param name="Low">The lower cap in the metric's unit; absent when there is none.</param>
/// <param name="High">The upper cap in the metric's unit; absent when there is none.</param>
/// <param name="Variants">In the order given.</param>
public sealed record CappingResult(Measure Low, Measure High, IReadOnlyList<CappedSample> Variants);
