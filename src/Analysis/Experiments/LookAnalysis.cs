using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;

namespace GrpcExp.Analysis.Experiments;

/// <summary>One metric of one treatment at one of several looks at a running experiment; everything is cumulative.</summary>
/// <param name="Time">When, as it was given.</param>
/// <param name="Metric">Key of the metric.</param>
/// <param name="Variant">Key of the treatment.</param>
/// <param name="Comparison">The deciding test with the units so far.</param>
/// <param name="RunningPValue">
/// The smallest p-value so far, which is a p-value itself for the methods that are valid at every look; absent for all others.
/// </param>
public sealed record LookAnalysis(string Time, string Metric, string Variant, MeanComparison Comparison, Measure RunningPValue);
