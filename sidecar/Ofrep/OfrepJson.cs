using System.Buffers;
using System.Text.Json;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.Ofrep;

/// <summary>Writes the bodies of answers.</summary>
internal static class OfrepJson
{
    /// <summary>One answer, or what is wrong.</summary>
    public static ReadOnlyMemory<byte> One(OpenFeatureAnswer answer) => Body(json => Write(json, answer));

    /// <summary>The answers of all flags at one revision.</summary>
    public static ReadOnlyMemory<byte> All(LoadedSnapshot snapshot, IEnumerable<OpenFeatureAnswer> answers) => Body(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("flags");
        foreach (var answer in answers)
        {
            Write(json, answer);
        }

        json.WriteEndArray();
        json.WriteStartObject("metadata");
        json.WriteString("environment", snapshot.Model.Environment);
        json.WriteString("epoch", snapshot.Epoch);
        json.WriteNumber("revision", snapshot.Revision.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>What is wrong with a request.</summary>
    /// <param name="key">Key of the flag asked for; null when all were.</param>
    /// <param name="errorCode">OpenFeature's code.</param>
    /// <param name="details">The same for a person.</param>
    public static ReadOnlyMemory<byte> Error(string? key, string errorCode, string details) => Body(json =>
    {
        json.WriteStartObject();
        if (key is not null)
        {
            json.WriteString("key", key);
        }

        json.WriteString("errorCode", errorCode);
        json.WriteString("errorDetails", details);
        json.WriteEndObject();
    });

    private static ReadOnlyMemory<byte> Body(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        write(json);
        json.Flush();
        return output.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, OpenFeatureAnswer answer)
    {
        json.WriteStartObject();
        json.WriteString("key", answer.FlagKey);
        if (answer.ErrorCode is { } code)
        {
            json.WriteString("errorCode", code);
            json.WriteString("errorDetails", answer.ErrorDetails);
        }
        else
        {
            json.WriteString("reason", answer.Reason);
            json.WriteString("variant", answer.Result.Variant);
            json.WritePropertyName("value");
            WriteValue(json, answer.Result.Value);
        }

        json.WriteStartObject("metadata");
        foreach (var (name, value) in answer.Metadata())
        {
            switch (value)
            {
                case long number:
                    json.WriteNumber(name, number);
                    break;
                case double number:
                    json.WriteNumber(name, number);
                    break;
                default:
                    json.WriteString(name, (string)value);
                    break;
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, in FlagValue value)
    {
        switch (value.Type)
        {
            case FlagType.Bool:
                json.WriteBooleanValue(value.AsBool);
                break;
            case FlagType.Int:
                json.WriteNumberValue(value.AsInt);
                break;
            case FlagType.Double:
                json.WriteNumberValue(value.AsDouble);
                break;
            case FlagType.Json:
                // The compiler of the snapshot has seen that it is one JSON object.
                json.WriteRawValue(value.AsText!, skipInputValidation: true);
                break;
            default:
                json.WriteStringValue(value.AsText);
                break;
        }
    }
}
