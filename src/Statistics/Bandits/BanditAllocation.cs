namespace GrpcExp.Statistics.Bandits;

/// <summary>How the next units are divided among the arms of a bandit.</summary>
/// <param name="BasisPoints">Whole weights, one an arm in the order of the ranking, that add up to 10,000.</param>
/// <param name="Shares">
/// The same in [0, 1] before floor and rounding. Absent where the arms cannot be ranked yet; then all weights are equal.
/// </param>
public sealed record BanditAllocation(IReadOnlyList<int> BasisPoints, IReadOnlyList<Measure> Shares);
