namespace GrpcExp.Warehouse.Definitions;

/// <summary>Which way of moving is good.</summary>
public enum MetricDirection
{
    /// <summary>More is better.</summary>
    Increase,

    /// <summary>Less is better.</summary>
    Decrease,
}
