using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Ingestion;

/// <summary>A CSV file of assignments, exposures or events, read row by row by column name.</summary>
internal sealed class RowFile : IDisposable
{
    private readonly CsvReader _reader;
    private readonly string[] _columns;

    /// <param name="path">The file.</param>
    /// <param name="required">Columns that it must have.</param>
    /// <exception cref="CommandException">There is no such file, or columns are missing; all of them are named.</exception>
    public RowFile(string path, IReadOnlyList<string> required)
    {
        if (!File.Exists(path))
        {
            throw new CommandException($"There is no file '{path}'.");
        }

        _reader = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null, MissingFieldFound = null });
        _columns = _reader.Read() && _reader.ReadHeader() ? _reader.HeaderRecord! : [];
        if (required.Except(_columns).ToArray() is { Length: > 0 } missing)
        {
            _reader.Dispose();
            throw new CommandException($"'{path}' lacks the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}. It has {(_columns.Length > 0 ? string.Join(", ", _columns) : "none")}.");
        }
    }

    /// <summary>Line of the current row, from 1 with the header.</summary>
    public int Line => _reader.Parser.RawRow;

    /// <summary>Cells of the current row in order, for an id of their content.</summary>
    public IReadOnlyList<string> Cells => _reader.Parser.Record ?? [];

    /// <summary>A cell of the current row; empty where the file has no such column.</summary>
    public string this[string column] => _reader.TryGetField<string>(column, out var cell) ? cell ?? "" : "";

    public bool Has(string column) => _columns.Contains(column);

    /// <summary>Goes to the next row; false at the end. Empty lines are passed over.</summary>
    public bool Read() => _reader.Read();

    /// <summary>Cells that are not empty of all columns but these, by name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Others(IReadOnlySet<string> known) =>
        _columns.Where(column => !known.Contains(column)).Select(column => KeyValuePair.Create(column, this[column])).Where(cell => cell.Value.Length > 0);

    public void Dispose() => _reader.Dispose();
}
