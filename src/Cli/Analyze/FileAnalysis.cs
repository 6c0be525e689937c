using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Cli.Analyze;

/// <summary>Reads a file, analyses it and prints the result.</summary>
internal static class FileAnalysis
{
    public static string Run(string path, CsvExperimentConfig config, bool json, CancellationToken cancellationToken)
    {
        var experiment = Read(path, config, cancellationToken);
        return AnalysisOutput.Print(
            new AnalysisSource(path, experiment.Rows), () => ExperimentAnalyzer.Analyze(experiment.Input), json, $"Missing values: {CsvValues.MissingRule}.");
    }

    private static CsvExperiment Read(string path, CsvExperimentConfig config, CancellationToken cancellationToken)
    {
        using var rows = CsvRows.Open(path);
        RequireColumns(rows, config);
        return CsvExperimentReader.Read(rows, config, cancellationToken);
    }

    // A column that is not there is a slip in the command; whatever else is wrong is wrong with the file.
    private static void RequireColumns(CsvRows rows, CsvExperimentConfig config)
    {
        string?[] columns = [config.Unit, config.Variant, config.Segment, config.Stratum, config.Exposure, .. config.Covariates, .. config.Metrics.Select(metric => metric.Column)];
        try
        {
            foreach (var column in columns.OfType<string>())
            {
                rows.Index(column);
            }
        }
        catch (CsvInputException failure)
        {
            throw new CommandException(failure.Message, ExitCode.BadUsage, failure);
        }
    }
}
