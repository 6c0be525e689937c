namespace GrpcExp.Statistics.Comparisons;

/// <summary>The comparison of a treatment mean with a control mean.</summary>
/// <param name="ControlCount">Units in the control.</param>
/// <param name="TreatmentCount">Units in the treatment.</param>
/// <param name="ControlMean">Control mean in the metric's unit.</param>
/// <param name="TreatmentMean">Treatment mean in the metric's unit.</param>
/// <param name="Absolute">Treatment − control in the metric's unit; its interval has one end when the alternative is one-sided.</param>
/// <param name="Relative">
/// Treatment/control − 1 as a fraction (0.02 is +2 %); Fieller's interval, delta-method standard error.
/// </param>
/// <param name="Statistic">The t (or z) statistic of the absolute difference, positive when the treatment is larger.</param>
/// <param name="DegreesOfFreedom">Of that statistic; absent for a z test.</param>
/// <param name="PValue">
/// Of the absolute difference, in [0, 1], for the alternative asked. The interval of either scale excludes zero exactly
/// when the p-value is below 1 − confidence, one- and two-sided alike.
/// </param>
public sealed record MeanComparison(
    long ControlCount,
    long TreatmentCount,
    Measure ControlMean,
    Measure TreatmentMean,
    Estimate Absolute,
    Estimate Relative,
    Measure Statistic,
    Measure DegreesOfFreedom,
    Measure PValue)
{
    /// <summary>The stable snake_case name of the method that made it, e.g. <c>welch</c>.</summary>
    public string Method { get; init; } = "";
}
