using System.CommandLine;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Cli.Analyze;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp analyze FILE.csv</c>: an experiment from a file with one row a unit, or from one that is summarised.</summary>
internal static class AnalyzeCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("file") { Description = "CSV file with a header line and one row a unit.", Arity = ArgumentArity.ZeroOrOne };
        var summary = new Option<string?>("--summary") { Description = "Instead of FILE: a CSV file with the columns variant, n, mean, variance and perhaps metric and time." };
        var unit = new Option<string?>("--unit") { Description = "Column of the randomised unit." };
        var variant = new Option<string?>("--variant") { Description = "Column of the variant." };
        var control = new Option<string?>("--control") { Description = "The variant that the others are compared with." };
        var metrics = new Option<string[]>("--metric") { Description = "Column of a metric, COL[:mean|conversion]; repeat it, the first one decides." };
        var covariate = new Option<string[]>("--covariate") { Description = "Column with a number from before the experiment: adds CUPED; repeat it for several." };
        var stratum = new Option<string?>("--stratum") { Description = "Column known before the experiment: adds post-stratified means." };
        var segment = new Option<string?>("--segment") { Description = "Column to split the results by." };
        var split = new Option<string?>("--split") { Description = "Designed shares, a=50,b=50; default equal." };
        var cap = new Option<double?>("--cap") { Description = "Percentile at which metrics are capped, for example 99.9." };
        var capAt = new Option<double?>("--cap-at") { Description = "Value at which metrics are capped, in their unit." };
        var alpha = new Option<double>("--alpha") { Description = "Two-sided level.", DefaultValueFactory = _ => 0.05 };
        var exposure = new Option<string?>("--exposure") { Description = "Column of what units really saw." };
        var exposureMap = new Option<string?>("--exposure-map") { Description = "What variants are called there, control=old,treatment=new." };
        var mode = new Option<AnalysisMode?>("--mode") { Description = "itt: everybody assigned. exposed: only units that saw their variant. Required with --exposure." };
        var test = new TestOptions();
        var format = new Option<OutputFormat>("--format") { Description = "table for people, json for programs.", DefaultValueFactory = _ => OutputFormat.Table };
        var failOn = FailOnVerdicts.Option();
        var command = new Command("analyze", "Analyses a CSV file: sample ratio, data quality, metrics, scorecard.")
        {
            file, summary, unit, variant, control, metrics, covariate, stratum, segment, split, cap, capAt, alpha, exposure, exposureMap, mode,
        };
        test.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(failOn);
        Option[] rowsOnly = [unit, variant, covariate, stratum, segment, cap, capAt, exposure, exposureMap, mode];
        command.SetAction((parsed, cancellationToken) =>
        {
            bool json = parsed.GetValue(format) == OutputFormat.Json;
            CsvMetricConfig[] wanted = [.. (parsed.GetValue(metrics) ?? []).Select(AnalyzeOptions.Metric)];
            string verdict;
            if (parsed.GetValue(summary) is { } summarised)
            {
                AnalyzeOptions.RequireNone(parsed.GetValue(file), rowsOnly.Where(option => parsed.GetResult(option) is not null).Select(option => option.Name));
                verdict = SummaryAnalysis.Run(summarised, AnalyzeOptions.Checked(new CsvSummaryConfig
                {
                    Control = parsed.GetValue(control),
                    Metrics = wanted,
                    Split = AnalyzeOptions.Split(parsed.GetValue(split)),
                    Alpha = parsed.GetValue(alpha),
                    Test = test.Test(parsed),
                    Readings = test.Readings(parsed),
                    Correction = test.Correction(parsed),
                }), json, cancellationToken);
                return Task.FromResult(FailOnVerdicts.ExitCodeOf(parsed.GetValue(failOn), verdict));
            }

            verdict = FileAnalysis.Run(AnalyzeOptions.Given("FILE", parsed.GetValue(file)), AnalyzeOptions.Checked(new CsvExperimentConfig
            {
                Unit = AnalyzeOptions.Given("--unit", parsed.GetValue(unit)),
                Variant = AnalyzeOptions.Given("--variant", parsed.GetValue(variant)),
                Control = AnalyzeOptions.Given("--control", parsed.GetValue(control)),
                Metrics = wanted.Length > 0 ? wanted : throw CommandException.BadUsage("--metric is missing: name the column of at least one metric."),
                Covariates = parsed.GetValue(covariate) ?? [],
                Stratum = parsed.GetValue(stratum),
                Segment = parsed.GetValue(segment),
                Split = AnalyzeOptions.Split(parsed.GetValue(split)),
                CapPercentile = parsed.GetValue(cap),
                CapValue = parsed.GetValue(capAt),
                Alpha = parsed.GetValue(alpha),
                Exposure = parsed.GetValue(exposure),
                ExposureMap = AnalyzeOptions.ExposureMap(parsed.GetValue(exposureMap)),
                Mode = parsed.GetValue(mode),
                Test = test.Test(parsed),
                Readings = test.Readings(parsed),
                Correction = test.Correction(parsed),
            }), json, cancellationToken);
            return Task.FromResult(FailOnVerdicts.ExitCodeOf(parsed.GetValue(failOn), verdict));
        });
        return command;
    }
}
