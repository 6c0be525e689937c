namespace GrpcExp.Statistics.Planning;

/// <summary>What is compared, and so where its variance comes from.</summary>
public enum PlannedMetricKind
{
    /// <summary>The mean of a number a unit; the standard deviation is the same in every variant.</summary>
    Mean = 0,

    /// <summary>The share of units that convert; every variant has the variance p(1 − p) of its own rate.</summary>
    Proportion,

    /// <summary>A ratio of two means over the same units, e.g. clicks per view; its variance a unit is the delta method's.</summary>
    Ratio,
}
