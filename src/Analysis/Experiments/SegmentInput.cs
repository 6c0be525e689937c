namespace GrpcExp.Analysis.Experiments;

/// <summary>One metric in one segment of the units.</summary>
/// <param name="Segment">The dimension, e.g. <c>country</c>.</param>
/// <param name="Value">Its value, e.g. <c>DE</c>. The values of a dimension share no unit.</param>
/// <param name="ByVariant">Sufficient statistics by variant key; a missing variant has no units there.</param>
public sealed record SegmentInput(string Segment, string Value, IReadOnlyDictionary<string, MetricVariantInput> ByVariant);
