using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>A unit's numbers in one column, and what kind of values the column turned out to hold.</summary>
internal sealed class NumberColumn(string name, int index, MetricType? declared)
{
    private readonly List<double> values = [];
    private long? wordLine;
    private long? numberLine;
    private string number = "";

    public string Name => name;

    public int Index => index;

    /// <summary>One entry per unit; NaN is missing.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>What was declared, or else a conversion when every value is a boolean.</summary>
    public MetricType Type => declared ?? (numberLine is null ? MetricType.Conversion : MetricType.Mean);

    /// <summary>Adds the value of the next unit.</summary>
    /// <exception cref="CsvInputException">The value does not fit what the column holds.</exception>
    public void Add(string field, long line)
    {
        if (CsvValues.IsMissing(field))
        {
            values.Add(double.NaN);
            return;
        }

        var isBoolean = CsvValues.TryBoolean(field, out var flag);
        var isNumber = CsvValues.TryNumber(field, out var parsed);
        switch (declared)
        {
            case MetricType.Conversion when !isBoolean:
                throw new CsvInputException($"\"{Short(field)}\" is neither true nor false; a conversion takes true/false, t/f, yes/no, y/n, on/off or 1/0.", line, name);
            case MetricType.Mean when !isNumber:
                throw new CsvInputException(
                    $"\"{Short(field)}\" is no number" + (isBoolean ? $"; declare the metric as {name}:conversion." : ". Write it with a decimal point and without separators."),
                    line,
                    name);
            case null:
                Observe(field, line, isBoolean, isNumber);
                break;
        }

        values.Add(isNumber ? parsed : flag ? 1 : 0);
    }

    private void Observe(string field, long line, bool isBoolean, bool isNumber)
    {
        if (!isBoolean && !isNumber)
        {
            throw new CsvInputException($"\"{Short(field)}\" is neither a number nor true or false.", line, name);
        }

        if (!isNumber)
        {
            wordLine ??= line;
        }

        if (!isBoolean && numberLine is null)
        {
            numberLine = line;
            number = field;
        }

        if (wordLine is { } word && numberLine is { } at)
        {
            throw new CsvInputException($"it mixes truth values (line {word}) with numbers (\"{Short(number)}\" on line {at}); a metric is one or the other.", line, name);
        }
    }

    private static string Short(string field) => field.Length > 40 ? field[..40] + "…" : field;
}
