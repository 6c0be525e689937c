using System.Runtime.CompilerServices;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Sidecar.OpenFeature;
using GrpcExp.Sync;

namespace GrpcExp.Sidecar.Flagd;

/// <summary>Makes the structs of answers.</summary>
internal static class StructValues
{
    // The text of a flag's value lives as long as its snapshot, and is parsed once. Nobody changes what is handed out.
    private static readonly ConditionalWeakTable<string, Struct> Parsed = [];

    /// <summary>The struct of a JSON object.</summary>
    public static Struct OfJson(string text) => Parsed.GetValue(text, Parse);

    public static Struct OfMetadata(OpenFeatureAnswer answer)
    {
        var metadata = new Struct();
        foreach (var (name, value) in answer.Metadata())
        {
            metadata.Fields[name] = value switch
            {
                long number => Value.ForNumber(number),
                double number => Value.ForNumber(number),
                _ => Value.ForString((string)value),
            };
        }

        return metadata;
    }

    public static Struct OfSnapshot(LoadedSnapshot snapshot) => new()
    {
        Fields =
        {
            ["environment"] = Value.ForString(snapshot.Model.Environment),
            ["epoch"] = Value.ForString(snapshot.Epoch),
            ["revision"] = Value.ForNumber(snapshot.Revision.Value),
        },
    };

    private static Struct Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ToStruct(document.RootElement);
    }

    private static Struct ToStruct(JsonElement element)
    {
        var result = new Struct();
        foreach (var property in element.EnumerateObject())
        {
            result.Fields[property.Name] = ToValue(property.Value);
        }

        return result;
    }

    private static Value ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Value.ForStruct(ToStruct(element)),
        JsonValueKind.Array => Value.ForList([.. element.EnumerateArray().Select(ToValue)]),
        JsonValueKind.String => Value.ForString(element.GetString()),
        JsonValueKind.Number => Value.ForNumber(element.GetDouble()),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        _ => Value.ForNull(),
    };
}
