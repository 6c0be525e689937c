using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Puts metrics below what they drive.</summary>
internal static class MetricTrees
{
    /// <param name="metrics">The newest versions.</param>
    /// <param name="root">Only this metric and what is below it; empty for all.</param>
    /// <param name="includeDeprecated">True leaves deprecated metrics in; false only those with something current below them.</param>
    /// <param name="running">Experiments that run.</param>
    public static MetricTree Of(IReadOnlyCollection<Metric> metrics, string root, bool includeDeprecated, IReadOnlyCollection<Experiment> running)
    {
        var known = metrics.Select(metric => metric.Key).ToHashSet(StringComparer.Ordinal);
        var children = metrics.ToLookup(metric => known.Contains(metric.ParentMetric) ? metric.ParentMetric : "", StringComparer.Ordinal);
        var tree = new MetricTree();
        var open = new Stack<(Metric Metric, int Depth)>();
        Push(root.Length == 0 ? children[""] : metrics.Where(metric => metric.Key == root), 0);
        while (open.TryPop(out var next))
        {
            tree.Entries.Add(new MetricTreeEntry
            {
                Metric = next.Metric,
                Depth = next.Depth,
                RunningExperiments = running.Count(experiment => MetricUses.Measures(experiment, next.Metric.Key)),
            });
            Push(children[next.Metric.Key], next.Depth + 1);
        }

        return includeDeprecated ? tree : new MetricTree { Entries = { tree.Entries.Where((entry, i) => !entry.Metric.Deprecated || HasCurrentBelow(i)) } };

        void Push(IEnumerable<Metric> siblings, int depth)
        {
            // A stack gives back last what was put first.
            foreach (var metric in siblings.OrderByDescending(metric => metric.Tier).ThenByDescending(metric => metric.Key, StringComparer.Ordinal))
            {
                open.Push((metric, depth));
            }
        }

        bool HasCurrentBelow(int i) =>
            tree.Entries.Skip(i + 1).TakeWhile(other => other.Depth > tree.Entries[i].Depth).Any(other => !other.Metric.Deprecated);
    }
}
