using System.Globalization;
using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>
/// Reads an experiment of which only summaries are known: one row a variant, metric and time, with units, mean and variance. Rows of later times
/// are cumulative, as such results are usually published.
/// </summary>
public static class CsvSummaryReader
{
    private const string Unnamed = "value";

    /// <summary>Reads a file.</summary>
    /// <exception cref="CsvInputException">The file or the configuration is not usable; the message names line, column and remedy.</exception>
    public static CsvSummary Read(string path, CsvSummaryConfig config, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        using var rows = CsvRows.Open(path);
        var columns = new SummaryColumns(rows);
        RequireSense(config, columns);
        string only = config.Metrics.Count == 1 ? config.Metrics[0].Column : Unnamed;
        var table = new Dictionary<(string Time, string Metric, string Variant), (SummaryRow Row, long Line)>();
        while (rows.Next())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = columns.Read(only, name => TypeOf(config, name));
            if (!table.TryAdd((row.Time, row.Metric, row.Variant), (row, rows.Line)))
            {
                string at = row.Time.Length > 0 ? $" at time {row.Time}" : "";
                throw new CsvInputException(
                    $"variant \"{row.Variant}\", metric \"{row.Metric}\"{at} is already on line {table[(row.Time, row.Metric, row.Variant)].Line}; keep one row of each.", rows.Line);
            }
        }

        if (rows.Count == 0)
        {
            throw new CsvInputException($"{rows.Source} has a header but no rows.");
        }

        return new CsvSummary(Looks(config, Path.GetFileNameWithoutExtension(rows.Source), $"sha256:{rows.Hash()}", [.. table.Values.Select(entry => entry.Row)]), rows.Count);
    }

    private static MetricType TypeOf(CsvSummaryConfig config, string metric) =>
        config.Metrics.FirstOrDefault(one => one.Column == metric)?.Type ?? MetricType.Mean;

    private static List<(string Time, ExperimentInput Input)> Looks(CsvSummaryConfig config, string key, string revision, SummaryRow[] rows)
    {
        string[] variants = Variants(config, rows);
        string[] inFile = [.. rows.Select(row => row.Metric).Distinct(StringComparer.Ordinal)];
        CsvMetricConfig[] metrics = config.Metrics.Count > 0 ? [.. config.Metrics] : [.. inFile.Select(name => new CsvMetricConfig(name))];
        if (metrics.FirstOrDefault(metric => !inFile.Contains(metric.Column, StringComparer.Ordinal)) is { } unknown)
        {
            throw new CsvInputException($"There is no metric \"{unknown.Column}\". The metrics are: {string.Join(", ", inFile)}.");
        }

        return [.. InOrder(rows.Select(row => row.Time).Distinct(StringComparer.Ordinal)).Select(time => (time, Look(time)))];

        ExperimentInput Look(string time)
        {
            var now = rows.Where(row => row.Time == time).ToLookup(row => row.Variant, StringComparer.Ordinal);
            return new ExperimentInput
            {
                Key = key,
                Mode = AnalysisMode.Itt,
                Control = variants[0],
                Alpha = config.Alpha,
                Test = config.Test,
                Readings = config.Readings,
                Correction = config.Correction,
                Variants = [.. variants.Select(v => new VariantInput(v, now[v].Select(row => row.Moments.Count).DefaultIfEmpty().Max(), config.Split?[v] ?? 1))],
                Metrics = [.. metrics.Select((metric, i) => new MetricInput
                {
                    Key = metric.Column,
                    Type = metric.Type ?? MetricType.Mean,
                    Role = metric.Role ?? (i == 0 ? MetricRole.Primary : MetricRole.Secondary),
                    Direction = metric.Direction,
                    ByVariant = variants
                        .SelectMany(v => now[v].Where(row => row.Metric == metric.Column))
                        .ToDictionary(row => row.Variant, row => new MetricVariantInput(row.Moments), StringComparer.Ordinal),
                })],
                DataRevision = revision,
            };
        }
    }

    /// <summary>Control first, then by name, so that the order of rows does not matter.</summary>
    private static string[] Variants(CsvSummaryConfig config, SummaryRow[] rows)
    {
        string[] seen = [.. rows.Select(row => row.Variant).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string list = string.Join(", ", seen);
        string? control = config.Control ?? seen.FirstOrDefault(v => string.Equals(v, "control", StringComparison.OrdinalIgnoreCase));
        if (control is null)
        {
            throw new CsvInputException($"No variant is called control; name the one that the others are compared with. The variants are: {list}.");
        }

        if (!seen.Contains(control, StringComparer.Ordinal))
        {
            throw new CsvInputException($"no row is of control \"{control}\". The variants are: {list}.", null, "variant");
        }

        if (seen.Length < 2)
        {
            throw new CsvInputException($"every row is of variant \"{seen[0]}\"; a comparison needs at least two variants.", null, "variant");
        }

        if (seen.FirstOrDefault(v => config.Split?.ContainsKey(v) == false) is { } unplanned)
        {
            throw new CsvInputException($"variant \"{unplanned}\" is not in the split; give it a share, 0 if it should have no units.", null, "variant");
        }

        string[] all = [.. seen.Union(config.Split?.Keys ?? [], StringComparer.Ordinal)];
        return [.. all.OrderBy(v => v == control ? 0 : 1).ThenBy(v => v, StringComparer.Ordinal)];
    }

    // Numbers by size; anything else as text, which is the order of time for ISO dates.
    private static IEnumerable<string> InOrder(IEnumerable<string> times)
    {
        string[] all = [.. times];
        return all.All(time => CsvValues.TryNumber(time, out _))
            ? all.OrderBy(time => double.Parse(time, NumberStyles.Float, CultureInfo.InvariantCulture))
            : all.Order(StringComparer.Ordinal);
    }

    private static void RequireSense(CsvSummaryConfig config, SummaryColumns columns)
    {
        if (config.Metrics.CountBy(metric => metric.Column).FirstOrDefault(metric => metric.Value > 1).Key is { } twice)
        {
            throw new CsvInputException($"The metric \"{twice}\" is given more than once; keep one.");
        }

        if (!columns.HasMetrics && config.Metrics.Count > 1)
        {
            throw new CsvInputException("The file has no column \"metric\", so it holds one metric only; name one.");
        }
    }
}
