using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>One stratum of a post-stratified comparison: units alike in something known before the experiment.</summary>
/// <param name="Stratum">Its name.</param>
/// <param name="Control">Moments of the metric (variable 0) and any covariates in the control.</param>
/// <param name="Treatment">The same of the treatment.</param>
/// <param name="Others">The same of all remaining variants together; <c>default</c> when there are none.</param>
public sealed record StratumSample(string Stratum, JointMoments Control, JointMoments Treatment, JointMoments Others = default);
