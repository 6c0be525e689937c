using System.Text;

namespace GrpcExp.Cli.Seeds;

/// <summary>One CSV file in memory: LF line ends, quotes only where RFC 4180 needs them, so the bytes never vary.</summary>
internal sealed class CsvText
{
    private static readonly char[] NeedsQuotes = [',', '"', '\n', '\r'];

    private readonly StringBuilder _text = new();

    public CsvText(params string[] header)
    {
        Append(header);
        Rows = 0;
    }

    public int Rows { get; private set; }

    public void Append(params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                _text.Append(',');
            }

            var field = fields[i];
            if (field.IndexOfAny(NeedsQuotes) < 0)
            {
                _text.Append(field);
            }
            else
            {
                _text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            }
        }

        _text.Append('\n');
        Rows++;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());
}
