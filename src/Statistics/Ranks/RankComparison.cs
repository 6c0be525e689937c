namespace GrpcExp.Statistics.Ranks;

/// <summary>The comparison of two samples by ranks.</summary>
/// <param name="ControlCount">Units in the control.</param>
/// <param name="TreatmentCount">Units in the treatment.</param>
/// <param name="U">Pairs in which the treatment's value is larger, ties counted half; 0..product of the counts.</param>
/// <param name="ProbabilityLarger">U as a share of all pairs, in [0, 1]: the chance that a treated unit has the larger value.</param>
/// <param name="Shift">Hodges–Lehmann shift in the metric's unit, the median of all differences treatment − control; no standard error.</param>
/// <param name="PValue">In [0, 1], for the alternative asked.</param>
/// <param name="IsExact">True when the p-value comes from the exact distribution of U, false for the normal one.</param>
public sealed record RankComparison(
    long ControlCount,
    long TreatmentCount,
    Measure U,
    Measure ProbabilityLarger,
    Estimate Shift,
    Measure PValue,
    bool IsExact);
