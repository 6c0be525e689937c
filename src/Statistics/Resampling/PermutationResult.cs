namespace GrpcExp.Statistics.Resampling;

/// <summary>The outcome of a permutation test.</summary>
/// <param name="Difference">Treatment mean − control mean in the metric's unit.</param>
/// <param name="PValue">In (0, 1], for the alternative asked.</param>
/// <param name="Permutations">Assignments looked at, the observed one included.</param>
/// <param name="IsExact">True when they were all assignments there are, false when they were drawn.</param>
public sealed record PermutationResult(Measure Difference, Measure PValue, long Permutations, bool IsExact);
