using GrpcExp.Statistics;

namespace GrpcExp.Analysis.Experiments;

/// <summary>Another way to look at a comparison, beside the one that decides.</summary>
/// <param name="Name">snake_case name of the method, e.g. <c>post_stratified</c> or <c>quantile_0.9</c>.</param>
/// <param name="Absolute">Treatment − control in the metric's unit; a credible interval where the method is Bayesian.</param>
/// <param name="Relative">Treatment/control − 1 as a fraction.</param>
/// <param name="PValue">Uncorrected; absent for a method without one.</param>
/// <param name="Numbers">What only this method says, by snake_case name, in the order to show.</param>
public sealed record Reading(
    string Name, Estimate Absolute, Estimate Relative, Measure PValue, IReadOnlyList<(string Name, Measure Value)> Numbers);
