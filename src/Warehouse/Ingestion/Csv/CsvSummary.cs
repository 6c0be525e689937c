using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>What a summarised CSV file holds.</summary>
/// <param name="Looks">The experiment at each time, in their order; one without a name when the file has no times.</param>
/// <param name="Rows">Rows read, without the header.</param>
public sealed record CsvSummary(IReadOnlyList<(string Time, ExperimentInput Input)> Looks, long Rows);
