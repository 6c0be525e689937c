namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Sums of a metric in one segment of one variant.</summary>
internal sealed record SegmentSums(string Mode, string Metric, string Variant, string Dimension, string Segment, MetricSums Sums);
