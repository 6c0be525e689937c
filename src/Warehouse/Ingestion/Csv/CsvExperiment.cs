using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>What a CSV file holds.</summary>
/// <param name="Input">The experiment, ready for analysis.</param>
/// <param name="Rows">Rows read, without the header.</param>
public sealed record CsvExperiment(ExperimentInput Input, long Rows);
