using GrpcExp.Statistics.Moments;

namespace GrpcExp.Analysis.Experiments;

/// <summary>One metric's sufficient statistics in one variant.</summary>
/// <param name="Moments">Of the unit values.</param>
/// <param name="Covariate">
/// Joint moments with a pre-experiment covariate, over the same units, when there is one; enables CUPED.
/// </param>
public sealed record MetricVariantInput(SampleMoments Moments, CovariateMoments? Covariate = null)
{
    /// <summary>Joint moments of the metric (variable 0) with several covariates, over the same units; null without them.</summary>
    public JointMoments? Covariates { get; init; }

    /// <summary>The same by stratum, with or without covariates; null when units are not stratified.</summary>
    public IReadOnlyDictionary<string, JointMoments>? Strata { get; init; }

    /// <summary>The value of every unit, for the methods that cannot do with less; null when only sums are known.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>Units whose value is 1, for a conversion.</summary>
    internal long Conversions => (long)Math.Round(Moments.Mean * Moments.Count);
}
