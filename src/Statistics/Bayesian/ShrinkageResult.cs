namespace GrpcExp.Statistics.Bayesian;

/// <summary>A portfolio of effects after shrinkage.</summary>
/// <param name="Mean">Inverse-variance weighted mean of the portfolio, in the unit of the effects.</param>
/// <param name="Variance">τ² ≥ 0, variance of true effects between experiments, in squared units.</param>
/// <param name="Effects">One an input, in its order: the posterior mean, deviation and equal-tailed normal interval.</param>
public sealed record ShrinkageResult(Measure Mean, Measure Variance, IReadOnlyList<Estimate> Effects);
