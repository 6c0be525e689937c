using System.Globalization;
using Google.Protobuf.Reflection;

namespace GrpcExp.Cli.Definitions;

/// <summary>Scalars of YAML as values of a field of the contract.</summary>
internal static class YamlScalars
{
    /// <summary>The value; null when the text does not fit.</summary>
    public static object? Read(string text, FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => text,
        FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Bool => text is "true" or "false" ? text == "true" : null,
        FieldType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        FieldType.Enum => Number(text, field.EnumType),
        _ => null,
    };

    /// <summary>What would fit, for a message.</summary>
    public static string Wanted(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => "a text",
        FieldType.Int32 or FieldType.Int64 => "a whole number",
        FieldType.Bool => "true or false",
        FieldType.Double => "a number",
        FieldType.Enum => $"one of {string.Join(", ", field.EnumType.Values.Skip(1).Select(Word))}",
        _ => "a mapping, one 'key: value' a line",
    };

    /// <summary>METRIC_TYPE_NORTH_STAR of MetricType is north_star.</summary>
    public static string Word(EnumValueDescriptor value)
    {
        var prefix = value.EnumDescriptor.Values[0].Name[..^"UNSPECIFIED".Length];
        return value.Name[prefix.Length..].ToLowerInvariant();
    }

    // Setting an enum by reflection takes its number.
    private static object? Number(string text, EnumDescriptor type) => type.Values.Skip(1)
        .FirstOrDefault(value => string.Equals(Word(value), text, StringComparison.OrdinalIgnoreCase) || value.Name == text)?.Number;
}
