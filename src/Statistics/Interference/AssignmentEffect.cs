using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Statistics.Interference;

/// <summary>One estimate of an effect under one way of assigning.</summary>
/// <param name="Effect">Treatment − control per unit, in the metric's unit; finite.</param>
/// <param name="StandardError">Its standard error, &gt; 0 and finite; under assignment by cluster the one between clusters.</param>
/// <param name="DegreesOfFreedom">Of the standard error, &gt; 0; null when it is taken as known.</param>
public readonly record struct AssignmentEffect(double Effect, double StandardError, double? DegreesOfFreedom = null)
{
    /// <summary>The absolute effect of a comparison, or null when it has no standard error.</summary>
    public static AssignmentEffect? Of(MeanComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return comparison.Absolute is { Value.OrNull: { } effect, StandardError.OrNull: { } standardError }
            ? new AssignmentEffect(effect, standardError, comparison.DegreesOfFreedom.OrNull)
            : null;
    }
}
