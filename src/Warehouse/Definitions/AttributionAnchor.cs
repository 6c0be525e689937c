namespace GrpcExp.Warehouse.Definitions;

/// <summary>The moment a metric's attribution window is counted from.</summary>
public enum AttributionAnchor
{
    /// <summary>The unit's first assignment.</summary>
    Assignment,

    /// <summary>The unit's first exposure; a unit without one has no window and therefore no events.</summary>
    Exposure,
}
