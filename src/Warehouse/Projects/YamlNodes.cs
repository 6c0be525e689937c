using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Warehouse.Projects;

/// <summary>Reads YAML without mapping classes: fast to start, and unknown keys stay allowed as in dbt.</summary>
internal static class YamlNodes
{
    public static YamlMappingNode ReadMapping(string path, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? root
                : throw new WarehouseException($"{path} must hold one YAML mapping.");
        }
        catch (YamlException exception)
        {
            throw new WarehouseException($"{path} line {exception.Start.Line}: {exception.Message}", exception);
        }
    }

    public static YamlNode? Find(this YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static YamlNode? Find(this YamlNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = node.Find(key);
        }

        return node;
    }

    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    public static string Required(this YamlNode node, string path, string key) =>
        node.Find(key).Text() is { Length: > 0 } text
            ? text
            : throw new WarehouseException($"{path} line {node.Start.Line}: \"{key}\" is missing.");

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => (node as YamlSequenceNode)?.Children ?? [];

    public static IEnumerable<(string Key, YamlNode Value)> Members(this YamlNode? node) =>
        (node as YamlMappingNode)?.Children.Select(child => (child.Key.Text() ?? "", child.Value)) ?? [];

    /// <summary>A scalar as a SQL literal: plain numbers stay numbers, all else is quoted.</summary>
    public static string SqlLiteral(this YamlNode node)
    {
        var text = node.Text() ?? "";
        var plain = node is YamlScalarNode { Style: ScalarStyle.Plain };
        return plain && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
