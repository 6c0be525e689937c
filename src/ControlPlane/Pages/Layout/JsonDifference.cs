using System.Text.Json;

namespace GrpcExp.ControlPlane.Pages.Layout;

/// <summary>What differs between two JSON objects, member by member.</summary>
internal static class JsonDifference
{
    private const int LongestValue = 300;

    // These change with every change.
    private static readonly string[] Silent = ["version", "etag", "updateTime"];

    /// <summary>Members that differ, with what they were and are; empty text for one that is not there.</summary>
    public static IReadOnlyList<(string Name, string Before, string After)> Of(string before, string after)
    {
        using var first = JsonDocument.Parse(before);
        using var second = JsonDocument.Parse(after);
        var (old, now) = (Members(first), Members(second));
        return
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal)
                .Where(name => !Silent.Contains(name))
                .Select(name => (name, old.GetValueOrDefault(name) ?? "", now.GetValueOrDefault(name) ?? ""))
                .Where(member => member.Item2 != member.Item3),
        ];
    }

    private static Dictionary<string, string> Members(JsonDocument document) => document.RootElement.EnumerateObject().ToDictionary(
        member => member.Name,
        member =>
        {
            var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
        },
        StringComparer.Ordinal);
}
