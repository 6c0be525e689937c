using System.CommandLine;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Cli.Analyze;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp analyze FILE.csv</c>: an experiment from a file with one row a unit.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "CSV file with a header line." };
        var unit = new Option<string>("--unit") { Description = "Column of the randomised unit.", Required = true };
        var variant = new Option<string>("--variant") { Description = "Column of the variant.", Required = true };
        var control = new Option<string>("--control") { Description = "The variant that the others are compared with.", Required = true };
        var metrics = new Option<string[]>("--metric") { Description = "Column of a metric, COL[:mean|conversion]; repeat it, the first one decides.", Required = true };
        var covariate = new Option<string?>("--covariate") { Description = "Column with a number from before the experiment: adds CUPED." };
        var segment = new Option<string?>("--segment") { Description = "Column to split the results by." };
        var split = new Option<string?>("--split") { Description = "Designed shares, a=50,b=50; default equal." };
        var cap = new Option<double?>("--cap") { Description = "Percentile at which metrics are capped, for example 99.9." };
        var alpha = new Option<double>("--alpha") { Description = "Two-sided level.", DefaultValueFactory = _ => 0.05 };
        var exposure = new Option<string?>("--exposure") { Description = "Column of what units really saw." };
        var exposureMap = new Option<string?>("--exposure-map") { Description = "What variants are called there, control=old,treatment=new." };
        var mode = new Option<AnalysisMode?>("--mode") { Description = "itt: everybody assigned. exposed: only units that saw their variant. Required with --exposure." };
        var format = new Option<OutputFormat>("--format") { Description = "table for people, json for programs.", DefaultValueFactory = _ => OutputFormat.Table };
        var failOn = FailOnVerdicts.Option();
        var command = new Command("analyze", "Analyses a CSV file: sample ratio, data quality, metrics, scorecard.")
        {
            file, unit, variant, control, metrics, covariate, segment, split, cap, alpha, exposure, exposureMap, mode, format, failOn,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var config = AnalyzeOptions.Checked(new CsvExperimentConfig
            {
                Unit = parsed.GetValue(unit)!,
                Variant = parsed.GetValue(variant)!,
                Control = parsed.GetValue(control)!,
                Metrics = [.. parsed.GetValue(metrics)!.Select(AnalyzeOptions.Metric)],
                Covariate = parsed.GetValue(covariate),
                Segment = parsed.GetValue(segment),
                Split = AnalyzeOptions.Split(parsed.GetValue(split)),
                CapPercentile = parsed.GetValue(cap),
                Alpha = parsed.GetValue(alpha),
                Exposure = parsed.GetValue(exposure),
                ExposureMap = AnalyzeOptions.ExposureMap(parsed.GetValue(exposureMap)),
                Mode = parsed.GetValue(mode),
            });
            var verdict = FileAnalysis.Run(parsed.GetValue(file)!, config, parsed.GetValue(format) == OutputFormat.Json, cancellationToken);
            return Task.FromResult(FailOnVerdicts.ExitCodeOf(parsed.GetValue(failOn), verdict));
        });
        return command;
    }
}
