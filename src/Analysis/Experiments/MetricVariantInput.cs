using GrpcExp.Statistics.Moments;

namespace GrpcExp.Analysis.Experiments;

/// <summary>One metric's sufficient statistics in one variant.</summary>
/// <param name="Moments">Of the unit values.</param>
/// <param name="Covariate">
/// Joint moments with a pre-experiment covariate, over the same units, when there is one; enables CUPED.
/// </param>
public sealed record MetricVariantInput(SampleMoments Moments, CovariateMoments? Covariate = null);
