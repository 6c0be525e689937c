using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using GrpcExp.Evaluation;
using GrpcExp.Sidecar.OpenFeature;

namespace GrpcExp.Sidecar.Ofrep;

/// <summary>Reads the body of a request.</summary>
internal static class JsonContext
{
    /// <param name="body">The body, UTF-8.</param>
    /// <param name="context">What it holds; an empty body is an empty context.</param>
    /// <param name="errorCode">What is wrong with it.</param>
    /// <param name="details">The same for a person.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> body,
        [NotNullWhen(true)] out OpenFeatureContext? context,
        [NotNullWhen(false)] out string? errorCode,
        [NotNullWhen(false)] out string? details)
    {
        context = null;
        errorCode = OpenFeatureNames.InvalidContext;
        details = null;
        if (body.Length == 0)
        {
            context = OpenFeatureContext.Empty;
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                details = "The request body is not a JSON object: send {\"context\": {\"targetingKey\": \"…\"}}.";
                return false;
            }

            if (!document.RootElement.TryGetProperty("context", out var element) || element.ValueKind == JsonValueKind.Null)
            {
                context = OpenFeatureContext.Empty;
                return true;
            }

            if (element.ValueKind != JsonValueKind.Object)
            {
                details = $"context is {Describe(element.ValueKind)}: send a JSON object.";
                return false;
            }

            return TryRead(element, out context, out details);
        }
        catch (JsonException e)
        {
            errorCode = OpenFeatureNames.ParseError;
            details = $"The request body is not JSON, at line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.";
            return false;
        }
    }

    private static bool TryRead(
        JsonElement element, [NotNullWhen(true)] out OpenFeatureContext? context, [NotNullWhen(false)] out string? details)
    {
        context = null;
        details = null;
        string? unit = null;
        bool? recordExposures = null;
        var attributes = new List<UnitAttribute>();
        foreach (var property in element.EnumerateObject())
        {
            switch (property.Name)
            {
                case OpenFeatureNames.TargetingKey when property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null:
                    unit = property.Value.GetString();
                    break;
                case OpenFeatureNames.RecordExposures when property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    recordExposures = property.Value.GetBoolean();
                    break;
                case OpenFeatureNames.TargetingKey:
                    details = $"context.targetingKey is {Describe(property.Value.ValueKind)}: send a string.";
                    return false;
                case OpenFeatureNames.RecordExposures:
                    details = $"context[\"{OpenFeatureNames.RecordExposures}\"] is {Describe(property.Value.ValueKind)}: send true or false, or leave it out.";
                    return false;
                default:
                    if (ToAttribute(property.Value) is { Kind: not AttributeKind.None } attribute)
                    {
                        attributes.Add(new UnitAttribute(property.Name, attribute));
                    }

                    break;
            }
        }

        context = new OpenFeatureContext(unit, [.. attributes], recordExposures);
        return true;
    }

    private static AttributeValue ToAttribute(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => AttributeValue.Bool(value.GetBoolean()),
        JsonValueKind.Number => value.TryGetInt64(out var number) ? AttributeValue.Int(number) : AttributeValue.Double(value.GetDouble()),
        JsonValueKind.String => AttributeValue.Text(value.GetString()),
        JsonValueKind.Array => AttributeValue.TextList(
            [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]),
        _ => default,
    };

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
