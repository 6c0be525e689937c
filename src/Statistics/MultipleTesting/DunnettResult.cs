using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.MultipleTesting;

/// <summary>All treatments against one control.</summary>
/// <param name="CriticalValue">Two-sided critical value that all intervals share, in standard errors.</param>
/// <param name="DegreesOfFreedom">Of the pooled variance.</param>
/// <param name="Treatments">
/// In the order given; p-values are adjusted for all treatments, and the intervals cover all differences together.
/// </param>
public sealed record DunnettResult(Measure CriticalValue, Measure DegreesOfFreedom, IReadOnlyList<MeanComparison> Treatments);
