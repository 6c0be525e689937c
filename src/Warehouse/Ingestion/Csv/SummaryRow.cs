using GrpcExp.Statistics.Moments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>One row of a summarised file.</summary>
internal sealed record SummaryRow(string Time, string Metric, string Variant, SampleMoments Moments);
