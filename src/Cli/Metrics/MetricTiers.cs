using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>
/// Judges parents that come with the same file: the control plane cannot do so before they are there, and by then a part of the file
/// would be written.
/// </summary>
internal static class MetricTiers
{
    /// <summary>Refuses entries whose parent in the file is of a tier that theirs cannot drive.</summary>
    public static void Check(IReadOnlyList<MetricEntry> entries)
    {
        var tiers = new Dictionary<string, MetricTier>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            tiers.TryAdd(entry.Metric.Key, entry.Metric.Tier);
        }

        foreach (var entry in entries.Where(entry => tiers.ContainsKey(entry.Metric.ParentMetric)))
        {
            var fits = entry.Metric.Tier switch
            {
                MetricTier.NorthStar => false,
                MetricTier.Driver or MetricTier.Guardrail => tiers[entry.Metric.ParentMetric] is MetricTier.NorthStar or MetricTier.Driver or MetricTier.Unspecified,
                _ => true,
            };
            if (!fits)
            {
                entry.Refuse(
                    "parent_metric",
                    entry.Metric.Tier == MetricTier.NorthStar
                        ? "a north star drives nothing: leave it empty, or choose another tier"
                        : $"'{entry.Metric.ParentMetric}' is neither a north_star nor a driver, as what a {entry.Metric.Tier.ToString().ToLowerInvariant()} hangs on must be");
            }
        }
    }
}
