using GrpcExp.Analysis.Experiments;
using GrpcExp.Analysis.Reports;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Readouts;
using GrpcExp.Cli.Terminal;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Cli.Analyze;

/// <summary>Reads a file, analyses it and prints the result.</summary>
internal static class FileAnalysis
{
    public static string Run(string path, CsvExperimentConfig config, bool json, CancellationToken cancellationToken)
    {
        var experiment = Read(path, config, cancellationToken);
        var analysis = ExperimentAnalyzer.Analyze(experiment.Input);
        var source = new AnalysisSource(path, experiment.Rows);
        if (json)
        {
            using var output = Console.OpenStandardOutput();
            AnalysisJson.Write(output, source, analysis);
        }
        else
        {
            Print(source, analysis);
        }

        return analysis.Scorecard.Verdict.ToString().ToUpperInvariant();
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
        string?[] columns = [config.Unit, config.Variant, config.Covariate, config.Segment, config.Exposure, .. config.Metrics.Select(metric => metric.Column)];
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

    // Apart, so that the JSON path never loads the console library.
    private static void Print(AnalysisSource source, ExperimentAnalysis analysis) =>
        ReadoutPrinter.Print(Terminals.Output(), AnalysisReadout.From(analysis, source, [$"Missing values: {CsvValues.MissingRule}."]));
}
