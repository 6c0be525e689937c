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

    /// <summary>Sum of the numerator over units by the sum of the denominator over units; its variance is that of the delta method.</summary>
    Ratio,

    /// <summary>A quantile over units of each unit's sum.</summary>
    Quantile,

    /// <summary>1 when the unit has the event in the 24 hours that begin a number of days after the anchor, else 0.</summary>
    Retention,

    /// <summary>1 when the unit has at least a number of events in its window, else 0.</summary>
    Activation,

    /// <summary>Number of the unit's sessions that begin in its window; 30 minutes without an event end a session.</summary>
    Sessions,
}
