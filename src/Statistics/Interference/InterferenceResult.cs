namespace GrpcExp.Statistics.Interference;

/// <summary>Effect by cluster against effect by unit.</summary>
/// <param name="Difference">Effect by cluster − effect by unit, in the metric's unit.</param>
/// <param name="Statistic">The difference in standard errors, t (or z).</param>
/// <param name="DegreesOfFreedom">Of that statistic (Satterthwaite); absent for a z test.</param>
/// <param name="PValue">Two-sided, in [0, 1]; small means that units do not keep their treatment to themselves.</param>
/// <param name="Kind">What that means for assignment by unit, at the error rate of the interval.</param>
public sealed record InterferenceResult(
    Estimate Difference, Measure Statistic, Measure DegreesOfFreedom, Measure PValue, InterferenceKind Kind);
