using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Seeds;

/// <summary>Reads one CSV file of the seeds row by row, by column name.</summary>
internal sealed class SeedTable : IDisposable
{
    private readonly CsvParser _parser;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly string _path;

    private SeedTable(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            throw new CommandException($"The seeds are missing: there is no '{path}'. 'grpcexp seeds generate' writes them.");
        }

        _parser = new CsvParser(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture));
        if (_parser.Read())
        {
            for (var i = 0; i < _parser.Count; i++)
            {
                _columns[_parser[i]] = i;
            }
        }
    }

    /// <summary>Field of the current row.</summary>
    public string this[string column] => _columns.TryGetValue(column, out var index)
        ? _parser[index]
        : throw new CommandException($"'{_path}' has no column '{column}'. 'grpcexp seeds generate' writes it anew.");

    /// <summary>One item a row; the table is only valid inside <paramref name="read"/>.</summary>
    public static IEnumerable<T> Read<T>(string path, Func<SeedTable, T> read)
    {
        using var table = new SeedTable(path);
        while (table._parser.Read())
        {
            yield return read(table);
        }
    }

    /// <summary>The moment in a field; null when it is empty.</summary>
    public DateTimeOffset? Time(string column) => this[column] is { Length: > 0 } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;

    public int Int(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);

    public double Double(string column) => double.Parse(this[column], CultureInfo.InvariantCulture);

    /// <summary>The parts of a field joined by |.</summary>
    public string[] List(string column) => this[column].Split('|', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _parser.Dispose();
}
