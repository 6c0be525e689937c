namespace GrpcExp.Warehouse.Definitions;

/// <summary>How a unit's events become its metric value.</summary>
public enum MetricType
{
    /// <summary>Average of the unit's event values.</summary>
    Mean,

    /// <summary>1 when the unit has at least one event, else 0.</summary>
    Conversion,

    /// <summary>Number of the unit's events.</summary>
    Count,

    /// <summary>Sum of the unit's event values.</summary>
    Sum,
}
