using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Warehouse.Ingestion.Csv;

namespace GrpcExp.Cli.Analyze;

/// <summary>Turns the words of a command line into what the reader takes; every problem is bad usage.</summary>
internal static class AnalyzeOptions
{
    /// <summary><c>COL</c>, <c>COL:mean</c> or <c>COL:conversion</c>. A column may have colons of its own.</summary>
    public static CsvMetricConfig Metric(string text)
    {
        var colon = text.LastIndexOf(':');
        return (colon > 0 ? text[(colon + 1)..].ToLowerInvariant() : "") switch
        {
            "mean" => new CsvMetricConfig(text[..colon], MetricType.Mean),
            "conversion" => new CsvMetricConfig(text[..colon], MetricType.Conversion),
            _ => new CsvMetricConfig(text),
        };
    }

    /// <summary><c>a=50,b=50</c>: shares in any unit.</summary>
    public static IReadOnlyDictionary<string, double>? Split(string? text) => text is null
        ? null
        : Pairs("--split", text).ToDictionary(
            pair => pair.Key,
            pair => double.TryParse(pair.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share >= 0 && double.IsFinite(share)
                ? share
                : throw CommandException.BadUsage($"--split gives {pair.Key} the share '{pair.Value}': write a number of 0 or more, for example a=50,b=50."));

    /// <summary><c>control=old,treatment=new</c>: what a variant is called in the exposure column.</summary>
    public static IReadOnlyDictionary<string, string> ExposureMap(string? text) =>
        text is null ? new Dictionary<string, string>() : Pairs("--exposure-map", text);

    /// <summary>Checks what can be checked without the file.</summary>
    public static CsvExperimentConfig Checked(CsvExperimentConfig config)
    {
        Require(config.Alpha is > 0 and < 1, $"--alpha is {Number(config.Alpha)}: it must lie between 0 and 1, for example 0.05.");
        Require(config.CapPercentile is null or (> 0 and < 100), $"--cap is {Number(config.CapPercentile ?? 0)}: it is a percentile between 0 and 100, for example 99.9.");
        Require(config.CapValue is null || double.IsFinite(config.CapValue.Value), $"--cap-at is {Number(config.CapValue ?? 0)}: it is a finite number in the metric's unit.");
        Require(config.CapPercentile is null || config.CapValue is null, "--cap is a percentile and --cap-at a value: give one of them.");
        Require(config.Split is null || config.Split.Values.Sum() > 0, "--split gives no variant a share: write for example a=50,b=50.");
        Require(config.Exposure is null || config.Mode is not null, "--exposure needs --mode itt (everybody assigned) or --mode exposed (only units that saw their variant).");
        Require(config.Exposure is not null || config.Mode != AnalysisMode.Exposed, "--mode exposed needs --exposure, the column of what units really saw.");
        Require(config.Exposure is not null || config.ExposureMap.Count == 0, "--exposure-map needs --exposure, the column that it explains.");
        Once("--metric", config.Metrics.Select(metric => metric.Column));
        Once("--covariate", config.Covariates);
        return config;
    }

    /// <summary>Checks what can be checked without the file.</summary>
    public static CsvSummaryConfig Checked(CsvSummaryConfig config)
    {
        Require(config.Alpha is > 0 and < 1, $"--alpha is {Number(config.Alpha)}: it must lie between 0 and 1, for example 0.05.");
        Require(config.Split is null || config.Split.Values.Sum() > 0, "--split gives no variant a share: write for example a=50,b=50.");
        Require(!config.Test.NeedsValues, "--summary has no values of units, which this --method needs: use welch, pooled-t, z, z-unpooled or fisher.");
        Require(config.Readings.Quantiles.Count == 0, "--quantile needs the values of units, which --summary does not have: leave it out.");
        Once("--metric", config.Metrics.Select(metric => metric.Column));
        return config;
    }

    /// <summary>What must be given for a file with one row a unit.</summary>
    public static string Given(string name, string? value) => value ?? throw CommandException.BadUsage(
        $"{name} is missing: write grpcexp analyze FILE.csv --unit COL --variant COL --control NAME --metric COL, or give a summarised file with --summary.");

    /// <summary>What a summarised file cannot go together with.</summary>
    public static void RequireNone(string? file, IEnumerable<string> options)
    {
        Require(file is null, $"The file {file} and --summary are both given: analyse one at a time.");
        if (options.FirstOrDefault() is { } option)
        {
            throw CommandException.BadUsage($"{option} is about the rows of single units, and --summary has none: leave it out.");
        }
    }

    private static void Once(string option, IEnumerable<string> columns)
    {
        if (columns.CountBy(column => column).FirstOrDefault(column => column.Value > 1).Key is { } twice)
        {
            throw CommandException.BadUsage($"{option} names the column '{twice}' more than once: name it once.");
        }
    }

    private static Dictionary<string, string> Pairs(string option, string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(','))
        {
            var equals = part.LastIndexOf('=');
            if (equals <= 0)
            {
                throw CommandException.BadUsage($"{option} '{text}' is refused at '{part}': write NAME=VALUE pairs with commas between them.");
            }

            if (!pairs.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                throw CommandException.BadUsage($"{option} '{text}' names '{part[..equals].Trim()}' twice.");
            }
        }

        return pairs;
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw CommandException.BadUsage(problem);
        }
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
