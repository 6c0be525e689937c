namespace GrpcExp.Analysis.Experiments;

/// <summary>One metric's results.</summary>
/// <param name="Metric">The definition and the sufficient statistics they came from.</param>
/// <param name="Comparisons">One per treatment, in the order of the variants.</param>
public sealed record MetricAnalysis(MetricInput Metric, IReadOnlyList<VariantComparison> Comparisons);
