using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>
/// Reads a CSV file with a header row by row, never whole: RFC 4180 quoting, UTF-8, delimiter comma, semicolon, tab or
/// pipe as the header shows. Not safe for concurrent use.
/// </summary>
public sealed class CsvRows : IDisposable
{
    private const int MaxFieldLength = 1_000_000;
    private const string Delimiters = ",;\t|";

    private readonly SHA256 sha256 = SHA256.Create();
    private readonly CryptoStream hashed;
    private readonly StreamReader text;
    private readonly CsvParser parser;

    private CsvRows(Stream stream, string source)
    {
        Source = source;
        hashed = new CryptoStream(stream, sha256, CryptoStreamMode.Read);
        text = new StreamReader(hashed, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        var header = ReadHeaderLine();
        var delimiter = Delimiters.MaxBy(candidate => header.AsSpan().Count(candidate)).ToString();
        parser = new CsvParser(new HeadedReader(header, text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            MaxFieldSize = MaxFieldLength,
            BadDataFound = _ => throw new CsvInputException("a quote stands inside a field or is not closed; double it, or put the whole field in quotes.", Line),
        });
        if (!Read())
        {
            throw new CsvInputException($"{source} is empty; it needs a header line and at least one row.");
        }

        Columns = [.. parser.Record!.Select(name => name.Trim())];
    }

    /// <summary>Name of the file, for messages.</summary>
    public string Source { get; }

    /// <summary>Column names in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Line of the file the current row starts on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Rows read so far, without the header.</summary>
    public long Count { get; private set; }

    /// <summary>Field of the current row by column index.</summary>
    public string this[int column] => parser[column];

    /// <summary>Opens a file.</summary>
    /// <exception cref="CsvInputException">It cannot be read, or has no header.</exception>
    public static CsvRows Open(string path)
    {
        try
        {
            return Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), Path.GetFileName(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CsvInputException($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Reads a stream, which it then owns.</summary>
    /// <exception cref="CsvInputException">It has no header.</exception>
    public static CsvRows Open(Stream stream, string source) => new(stream, source);

    /// <summary>Index of a column.</summary>
    /// <exception cref="CsvInputException">There is none of that name, or more than one.</exception>
    public int Index(string column)
    {
        var found = -1;
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] != column)
            {
                continue;
            }

            found = found < 0 ? i : throw new CsvInputException("the header has it more than once; rename one.", 1, column);
        }

        return found >= 0
            ? found
            : throw new CsvInputException($"{Source} has no column \"{column}\". Its columns are: {string.Join(", ", Columns.Take(30))}.", null, null);
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="CsvInputException">The row is malformed.</exception>
    public bool Next()
    {
        if (!Read())
        {
            return false;
        }

        if (parser.Count != Columns.Count)
        {
            throw new CsvInputException($"it has {parser.Count} fields, the header has {Columns.Count}. Check for missing or unquoted delimiters.", Line);
        }

        Count++;
        return true;
    }

    /// <summary>SHA-256 of the whole file in lower hex; to be asked for after the last row.</summary>
    public string Hash()
    {
        hashed.CopyTo(Stream.Null);
        return Convert.ToHexStringLower(sha256.Hash!);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parser.Dispose();
        text.Dispose();
        hashed.Dispose();
        sha256.Dispose();
    }

    private bool Read()
    {
        Line = parser.RawRow + 1;
        try
        {
            return parser.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new CsvInputException($"{Source} is not UTF-8 after this line; convert it, for example with iconv.", Line);
        }
        catch (MaxFieldSizeException)
        {
            throw new CsvInputException($"a field is longer than {MaxFieldLength} characters; a quote is probably not closed.", Line);
        }
    }

    private string ReadHeaderLine()
    {
        try
        {
            return text.ReadLine() ?? "";
        }
        catch (DecoderFallbackException)
        {
            throw new CsvInputException($"{Source} is not UTF-8 text; convert it, for example with iconv.");
        }
    }

    /// <summary>A reader that gives a line back that was already read.</summary>
    private sealed class HeadedReader(string header, TextReader rest) : TextReader
    {
        private readonly StringReader first = new(header + "\n");

        public override int Read(char[] buffer, int index, int count)
        {
            var read = first.Read(buffer, index, count);
            return read > 0 ? read : rest.Read(buffer, index, count);
        }
    }
}
