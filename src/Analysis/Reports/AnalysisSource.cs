namespace GrpcExp.Analysis.Reports;

/// <summary>Where an analysis came from, for its report.</summary>
/// <param name="Source">A file name, or a warehouse's experiment key.</param>
/// <param name="Rows">Rows read, ≥ 0, before any was excluded.</param>
public sealed record AnalysisSource(string Source, long Rows);
