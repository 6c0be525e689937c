namespace GrpcExp.Evaluation;

/// <summary>A hash space, <c>bucket(layer key, unit)</c>, in which experiments own disjoint slices.</summary>
public sealed record LayerConfig
{
    /// <summary>Key, unique in the environment; it salts the layer's hash.</summary>
    public required string Key { get; init; }

    /// <summary>A slice that no experiment may take; default none.</summary>
    public IReadOnlyList<BucketRange> Holdout { get; init; } = [];
}
