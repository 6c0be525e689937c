using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Cli.Analyze;

/// <summary>Reads a summarised file, analyses every look in it and prints the last one with the way there.</summary>
internal static class SummaryAnalysis
{
    public static string Run(string path, CsvSummaryConfig config, bool json, CancellationToken cancellationToken)
    {
        var summary = CsvSummaryReader.Read(path, config, cancellationToken);
        string[] notes = summary.Looks.Count > 1 ? [$"{summary.Looks.Count} looks, each with all units so far; the last one, {summary.Looks[^1].Time}, decides"] : [];
        return AnalysisOutput.Print(new AnalysisSource(path, summary.Rows), () => LookAnalyzer.Analyze(summary.Looks), json, notes);
    }
}
