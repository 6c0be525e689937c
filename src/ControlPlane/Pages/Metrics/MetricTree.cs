using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Pages.Metrics;

/// <summary>Lays metrics out as a tree: drivers under what they drive.</summary>
internal static class MetricTree
{
    /// <summary>Every metric once, depth first, by tier and key; one whose parent is missing or among its own drivers stands at the top.</summary>
    public static IReadOnlyList<MetricLine> Of(IReadOnlyList<Metric> metrics, IReadOnlyList<Experiment> running)
    {
        var uses = running.SelectMany(UsedBy).CountBy(key => key).ToDictionary(StringComparer.Ordinal);
        var keys = metrics.Select(metric => metric.Key).ToHashSet(StringComparer.Ordinal);
        var children = metrics.ToLookup(metric => keys.Contains(metric.ParentMetric) ? metric.ParentMetric : "", StringComparer.Ordinal);
        var lines = new List<MetricLine>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        void Place(Metric metric, int depth)
        {
            if (placed.Add(metric.Key))
            {
                lines.Add(new MetricLine(metric, depth, uses.GetValueOrDefault(metric.Key)));
                foreach (var child in Sorted(children[metric.Key]))
                {
                    Place(child, depth + 1);
                }
            }
        }

        foreach (var metric in Sorted(children[""]).Concat(Sorted(metrics)))
        {
            Place(metric, 0);
        }

        return lines;
    }

    /// <summary>Keys of all metrics of an experiment.</summary>
    public static IEnumerable<string> UsedBy(Experiment experiment) =>
        new[] { experiment.PrimaryMetric }.Concat(experiment.GuardrailMetrics).Concat(experiment.SecondaryMetrics).Where(key => key.Length > 0).Distinct(StringComparer.Ordinal);

    private static IEnumerable<Metric> Sorted(IEnumerable<Metric> metrics) => metrics.OrderBy(metric => metric.Tier).ThenBy(metric => metric.Key, StringComparer.Ordinal);
}
