namespace GrpcExp.Analysis.Experiments;

/// <summary>One variant of the experiment.</summary>
/// <param name="Key">Its name, unique in the experiment.</param>
/// <param name="Units">Units analysed in it under the chosen mode, ≥ 0.</param>
/// <param name="ExpectedShare">Designed share, or any number proportional to it, ≥ 0; 0 leaves it out of the sample ratio test.</param>
public sealed record VariantInput(string Key, long Units, double ExpectedShare);
