namespace GrpcExp.Evaluation;

/// <summary>A validated running experiment.</summary>
internal sealed record ExperimentModel(
    ExperimentConfig Config, string Key, Condition Targeting, string? LayerKey, BucketRange[] LayerSlice, AllocationModel Allocation);
