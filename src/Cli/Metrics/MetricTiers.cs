using GrpcExp.Cli.Definitions;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>
/// Judges parents that come with the same file: the control plane cannot do so before they are there, and by then a part of the file
/// would be written.
/// </summary>
internal static class MetricTiers
{
    /// <summary>Refuses entries whose parent in the file is of a tier that theirs cannot drive.</summary>
    public static void Check(IReadOnlyList<DefinitionEntry> entries)
    {
        var tiers = new Dictionary<string, MetricTier>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            tiers.TryAdd(entry.Key, ((Metric)entry.Message).Tier);
        }

        foreach (var (entry, metric) in entries.Select(entry => (entry, (Metric)entry.Message)).Where(one => tiers.ContainsKey(one.Item2.ParentMetric)))
        {
            var fits = metric.Tier switch
            {
                MetricTier.NorthStar => false,
                MetricTier.Driver or MetricTier.Guardrail => tiers[metric.ParentMetric] is MetricTier.NorthStar or MetricTier.Driver or MetricTier.Unspecified,
                _ => true,
            };
            if (!fits)
            {
                entry.Refuse(
                    "parent_metric",
                    metric.Tier == MetricTier.NorthStar
                        ? "a north star drives nothing: leave it empty, or choose another tier"
                        : $"'{metric.ParentMetric}' is neither a north_star nor a driver, as what a {metric.Tier.ToString().ToLowerInvariant()} hangs on must be");
            }
        }
    }
}
