namespace GrpcExp.Warehouse.Definitions;

/// <summary>How one side of a ratio adds up a unit's events.</summary>
public enum MetricAggregation
{
    /// <summary>Number of events.</summary>
    Count,

    /// <summary>Sum of the value field.</summary>
    Sum,
}
