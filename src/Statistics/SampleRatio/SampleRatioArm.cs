namespace GrpcExp.Statistics.SampleRatio;

/// <summary>One variant's observed units and designed weight.</summary>
/// <param name="Units">Observed units, ≥ 0.</param>
/// <param name="Weight">Designed share or any number proportional to it, ≥ 0.</param>
public readonly record struct SampleRatioArm(long Units, double Weight);
