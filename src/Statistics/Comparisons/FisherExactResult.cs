namespace GrpcExp.Statistics.Comparisons;

/// <summary>The outcome of Fisher's exact test.</summary>
/// <param name="PValue">In [0, 1], for the alternative asked, conditional on both margins.</param>
/// <param name="OddsRatio">
/// Odds of the treatment over odds of the control by conditional maximum likelihood, with the exact (Clopper–Pearson type)
/// interval; no standard error. 0 or absent (<see cref="AbsenceReason.DegenerateProportion"/>) where the table has a zero.
/// </param>
public sealed record FisherExactResult(Measure PValue, Estimate OddsRatio);
