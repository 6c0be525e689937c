namespace GrpcExp.Evaluation;

/// <summary>Everything an evaluator needs, at one revision, as written; <see cref="SnapshotModel.Compile"/> checks it.</summary>
public sealed record SnapshotConfig
{
    /// <summary>Name of the environment, for example <c>production</c>; required: it salts the holdout.</summary>
    public required string Environment { get; init; }

    /// <summary>Marks a line of revisions; changes when the configuration was restored. Default empty.</summary>
    public string Epoch { get; init; } = "";

    /// <summary>Revision within the epoch; not negative.</summary>
    public Revision Revision { get; init; }

    /// <summary>All flags.</summary>
    public IReadOnlyList<FlagConfig> Flags { get; init; } = [];

    /// <summary>All segments.</summary>
    public IReadOnlyList<SegmentConfig> Segments { get; init; } = [];

    /// <summary>All layers.</summary>
    public IReadOnlyList<LayerConfig> Layers { get; init; } = [];

    /// <summary>All running experiments.</summary>
    public IReadOnlyList<ExperimentConfig> Experiments { get; init; } = [];

    /// <summary>Buckets of <c>bucket("holdout:" + environment, unit)</c> that no experiment gets; default none.</summary>
    public IReadOnlyList<BucketRange> Holdout { get; init; } = [];
}
