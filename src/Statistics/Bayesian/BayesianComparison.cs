namespace GrpcExp.Statistics.Bayesian;

/// <summary>The posterior of a difference, and what choosing either variant risks.</summary>
/// <param name="Difference">
/// Posterior of treatment − control in the metric's unit: mean, deviation, equal-tailed credible interval.
/// </param>
/// <param name="ChanceToBeat">P(treatment mean &gt; control mean), in [0, 1].</param>
/// <param name="LossOfTreatment">E max(control − treatment, 0) ≥ 0 in the metric's unit: what choosing the treatment costs on average.</param>
/// <param name="LossOfControl">E max(treatment − control, 0) ≥ 0 in the metric's unit: what staying with the control costs on average.</param>
public sealed record BayesianComparison(Estimate Difference, Measure ChanceToBeat, Measure LossOfTreatment, Measure LossOfControl);
