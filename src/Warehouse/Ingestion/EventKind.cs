namespace GrpcExp.Warehouse.Ingestion;

/// <summary>The three kinds of raw events, each with its own raw table.</summary>
public enum EventKind
{
    /// <summary>raw.assignments.</summary>
    Assignment,

    /// <summary>raw.exposures.</summary>
    Exposure,

    /// <summary>raw.events.</summary>
    Event,
}
