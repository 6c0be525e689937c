using GrpcExp.Cli.Definitions;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>Puts parents before children, so that each metric finds its parent registered.</summary>
internal static class MetricOrder
{
    /// <summary>The entries in an order to apply them; an entry in a circle of parents is refused.</summary>
    /// <param name="entries">Entries with keys of their own.</param>
    /// <param name="stored">Parents of the metrics that the control plane has; the file's take their place.</param>
    public static IReadOnlyList<DefinitionEntry> Of(IReadOnlyList<DefinitionEntry> entries, IReadOnlyDictionary<string, string> stored)
    {
        var byKey = new Dictionary<string, DefinitionEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            byKey.TryAdd(entry.Key, entry);
        }

        var placed = new HashSet<string>(StringComparer.Ordinal);
        var order = new List<DefinitionEntry>();
        foreach (var entry in entries)
        {
            // Up to the first that stands already; the way back down is the order.
            var way = new List<string>();
            for (var key = entry.Key; key.Length > 0 && !placed.Contains(key) && !way.Contains(key); key = ParentOf(key))
            {
                way.Add(key);
            }

            if (way.Count > 0 && way.Contains(ParentOf(way[^1])))
            {
                var circle = way[way.IndexOf(ParentOf(way[^1]))..].Append(ParentOf(way[^1]));
                entry.Refuse("parent_metric", $"metrics would drive each other in a circle: {string.Join(" -> ", circle)}");
            }

            way.Reverse();
            placed.UnionWith(way);
            order.AddRange(way.Where(byKey.ContainsKey).Select(key => byKey[key]));
        }

        return order;

        string ParentOf(string key) => byKey.TryGetValue(key, out var entry) ? ((Metric)entry.Message).ParentMetric : stored.GetValueOrDefault(key, "");
    }
}
