using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GrpcExp.Sidecar;

/// <summary>
/// Turns YAML into JSON event by event, which needs no reflection. Plain scalars that read as null, booleans or numbers
/// become those (YAML 1.2 core schema); everything else is text. Aliases are refused: they can grow without bound.
/// </summary>
internal static class YamlReader
{
    /// <summary>As deep as a snapshot can be, with room to spare.</summary>
    private const int MaxDepth = 64;

    /// <summary>Reads one document.</summary>
    /// <exception cref="FormatException">It is no YAML, or uses what is refused; the message has line and column.</exception>
    public static string ToJson(string yaml)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            try
            {
                var parser = new Parser(new StringReader(yaml));
                parser.Consume<StreamStart>();
                parser.Consume<DocumentStart>();
                Write(parser, json, depth: 0);
                parser.Consume<DocumentEnd>();
            }
            catch (YamlException exception)
            {
                throw new FormatException($"line {exception.Start.Line}, column {exception.Start.Column}: {exception.Message}", exception);
            }
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(IParser parser, Utf8JsonWriter json, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"line {parser.Current!.Start.Line}: nested deeper than {MaxDepth}");
        }

        if (parser.TryConsume<MappingStart>(out _))
        {
            json.WriteStartObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                json.WritePropertyName(parser.Consume<Scalar>().Value);
                Write(parser, json, depth + 1);
            }

            json.WriteEndObject();
        }
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            json.WriteStartArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                Write(parser, json, depth + 1);
            }

            json.WriteEndArray();
        }
        else if (parser.TryConsume<Scalar>(out var scalar))
        {
            Write(scalar, json);
        }
        else
        {
            throw new FormatException($"line {parser.Current?.Start.Line}: aliases are not supported; write the value out");
        }
    }

    private static void Write(Scalar scalar, Utf8JsonWriter json)
    {
        var isPlain = scalar.Style == ScalarStyle.Plain;
        switch (scalar.Value)
        {
            case "" or "~" or "null" when isPlain:
                json.WriteNullValue();
                break;
            case "true" or "false" when isPlain:
                json.WriteBooleanValue(scalar.Value == "true");
                break;
            case var number when isPlain && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer):
                json.WriteNumberValue(integer);
                break;
            case var number when isPlain && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real):
                json.WriteNumberValue(real);
                break;
            default:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }
}
