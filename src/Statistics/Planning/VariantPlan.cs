namespace GrpcExp.Statistics.Planning;

/// <summary>One variant of a plan.</summary>
/// <param name="Share">Of all units, in (0, 1).</param>
/// <param name="Units">Whole units.</param>
/// <param name="Power">Of its comparison with the control, in (0, 1); absent (not computed) for the control itself.</param>
/// <param name="Clusters">Whole clusters that have so many units; absent (not computed) without clusters.</param>
public sealed record VariantPlan(double Share, Measure Units, Measure Power, Measure Clusters = default);
