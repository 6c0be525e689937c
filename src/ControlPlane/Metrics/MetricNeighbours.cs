using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Finds metrics that people would take for each other.</summary>
internal static class MetricNeighbours
{
    /// <summary>Metrics that are not deprecated, and count the same as this one or have its name, by kind and key.</summary>
    public static IEnumerable<MetricDrift> Of(Metric metric, IEnumerable<Metric> all)
    {
        var (meaning, name) = (MetricMeaning.Of(metric), MetricMeaning.NameOf(metric.Key));
        foreach (var other in all.Where(other => other.Key != metric.Key && !other.Deprecated).OrderBy(other => other.Key, StringComparer.Ordinal))
        {
            if (MetricMeaning.Of(other).Equals(meaning))
            {
                var differ = MetricChanges.Between(metric, other);
                yield return Drift(metric, MetricDriftKind.SameMeaning, other, differ.Count == 0 ? "" : $"differs in {string.Join(", ", differ)}");
            }
            else if (MetricMeaning.NameOf(other.Key) == name)
            {
                yield return Drift(metric, MetricDriftKind.SameName, other, $"differs in {string.Join(", ", MetricChanges.Between(metric, other))}");
            }
        }
    }

    /// <summary>All such pairs among metrics, each once, under the earlier key.</summary>
    public static IEnumerable<MetricDrift> Among(IReadOnlyCollection<Metric> all)
    {
        var current = all.Where(metric => !metric.Deprecated).ToList();
        var suspects = current.GroupBy(MetricMeaning.Of).Where(group => group.Count() > 1).SelectMany(group => group)
            .Concat(current.GroupBy(metric => MetricMeaning.NameOf(metric.Key)).Where(group => group.Count() > 1).SelectMany(group => group))
            .Distinct()
            .ToList();
        return suspects.SelectMany(metric => Of(metric, suspects)).Where(drift => string.CompareOrdinal(drift.MetricKey, drift.OtherMetricKey) < 0);
    }

    private static MetricDrift Drift(Metric metric, MetricDriftKind kind, Metric other, string detail) => new()
    {
        MetricKey = metric.Key, CurrentVersion = metric.Version, Kind = kind, OtherMetricKey = other.Key, Detail = detail,
    };
}
