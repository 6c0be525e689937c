namespace GrpcExp.Warehouse.Definitions;

/// <summary>What a unit without events is worth.</summary>
public enum MissingRule
{
    /// <summary>It counts as zero.</summary>
    Zero,

    /// <summary>It is left out of the metric.</summary>
    Exclude,
}
