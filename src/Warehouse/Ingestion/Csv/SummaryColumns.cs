using System.Globalization;
using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Moments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>Reads the rows of a summarised file: columns variant, n, mean, variance, and perhaps metric and time, in any order and case.</summary>
internal sealed class SummaryColumns
{
    // The largest whole number below which a double has no gaps.
    private const double MostUnits = 9_007_199_254_740_992;

    private readonly CsvRows rows;
    private readonly int variant;
    private readonly int n;
    private readonly int mean;
    private readonly int variance;
    private readonly int metric;
    private readonly int time;

    public SummaryColumns(CsvRows rows)
    {
        this.rows = rows;
        variant = Required("variant");
        n = Required("n");
        mean = Required("mean");
        variance = Required("variance");
        metric = Find("metric");
        time = Find("time");
    }

    public bool HasMetrics => metric >= 0;

    /// <summary>The current row; <paramref name="typeOf"/> says what a metric is.</summary>
    public SummaryRow Read(string onlyMetric, Func<string, MetricType> typeOf)
    {
        string name = metric >= 0 ? Text(metric, "metric") : onlyMetric;
        double count = Number(n, "n");
        if (!(count >= 0 && count <= MostUnits && Math.Floor(count) == count))
        {
            throw Refuse("n", $"\"{rows[n].Trim()}\" is no count of units; write a whole number from 0 up.");
        }

        double average = count == 0 && CsvValues.IsMissing(rows[mean]) ? 0 : Number(mean, "mean");
        bool isConversion = typeOf(name) == MetricType.Conversion;
        if (isConversion && average is < 0 or > 1)
        {
            throw Refuse("mean", $"{name} is a conversion, but its mean is {Show(average)}; write a rate between 0 and 1, or leave :conversion out.");
        }

        return new SummaryRow(
            time >= 0 ? Text(time, "time") : "", name, Text(variant, "variant"), new SampleMoments((long)count, average, SquaredDeviations(count, average, isConversion)));
    }

    private double SquaredDeviations(double count, double average, bool isConversion)
    {
        // A rate says its variance itself, and one unit has none.
        if (CsvValues.IsMissing(rows[variance]) && (isConversion || count < 2))
        {
            return isConversion ? count * average * (1 - average) : 0;
        }

        double value = Number(variance, "variance");
        return value >= 0
            ? value * Math.Max(0, count - 1)
            : throw Refuse("variance", $"it is {Show(value)}; a variance is not negative. Write s², the squared standard deviation of units, not of the mean.");
    }

    private double Number(int column, string name) => CsvValues.TryNumber(rows[column], out var value)
        ? value
        : throw Refuse(name, CsvValues.IsMissing(rows[column])
            ? "it is missing; every row needs it."
            : $"\"{rows[column].Trim()}\" is no number. Write it with a decimal point and without separators.");

    private string Text(int column, string name) => rows[column].Trim() is { Length: > 0 } text ? text : throw Refuse(name, "it is empty; every row needs it.");

    private CsvInputException Refuse(string column, string problem) => new(problem, rows.Line, column);

    private int Required(string name) => Find(name) is >= 0 and var index
        ? index
        : throw new CsvInputException(
            $"{rows.Source} has no column \"{name}\". A summary has the columns variant, n, mean, variance and perhaps metric and time; this one has: {string.Join(", ", rows.Columns)}.");

    private int Find(string name)
    {
        int[] found = [.. Enumerable.Range(0, rows.Columns.Count).Where(i => string.Equals(rows.Columns[i], name, StringComparison.OrdinalIgnoreCase))];
        return found.Length <= 1
            ? found.FirstOrDefault(-1)
            : throw new CsvInputException($"{rows.Source} has the column \"{name}\" {found.Length} times; keep one.");
    }

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}
