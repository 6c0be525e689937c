using System.Globalization;
using System.Text.Json.Nodes;
using GrpcExp.Contracts.Control.V1;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Definitions;

/// <summary>Values of flags as people write them: a scalar, or a mapping for a JSON flag.</summary>
internal static class YamlFlagValues
{
    /// <summary>The value; null when the node does not fit the type.</summary>
    public static FlagValue? Read(YamlNode node, FlagType type) => (type, node) switch
    {
        (FlagType.Json, YamlMappingNode mapping) when !mapping.Children.ContainsKey("json_value") => new FlagValue { JsonValue = Json(mapping)!.ToJsonString() },
        (FlagType.Json, YamlScalarNode { Value: { } text }) => new FlagValue { JsonValue = text },
        (FlagType.String, YamlScalarNode { Value: { } text }) => new FlagValue { StringValue = text },
        (FlagType.Bool, YamlScalarNode { Value: "true" or "false" } scalar) => new FlagValue { BoolValue = scalar.Value == "true" },
        (FlagType.Int, YamlScalarNode { Value: { } text }) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
            new FlagValue { IntValue = whole },
        (FlagType.Double, YamlScalarNode { Value: { } text }) when Number(text) is { } number => new FlagValue { DoubleValue = number },
        _ => null,
    };

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
            JsonValue.Create(whole),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when Number(text) is { } number => JsonValue.Create(number),
        YamlScalarNode { Value: { } text } => JsonValue.Create(text),
        _ => null,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
