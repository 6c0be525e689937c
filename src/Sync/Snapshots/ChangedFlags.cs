using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>
/// Which flags may be answered otherwise after a change: those that changed, and those whose experiments, layers, segments
/// or prerequisites did. A holdout's change touches every flag with an experiment.
/// </summary>
public static class ChangedFlags
{
    /// <summary>Compares two snapshots.</summary>
    /// <param name="from">The one before.</param>
    /// <param name="to">The one after.</param>
    /// <returns>The flags that changed, by key.</returns>
    public static IReadOnlyDictionary<string, FlagChange> Between(Snapshot from, Snapshot to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var changes = new SortedDictionary<string, FlagChange>(StringComparer.Ordinal);
        var before = from.Flags.ToDictionary(flag => flag.Key, StringComparer.Ordinal);
        var segments = ChangedSegments(from, to);
        foreach (var flag in to.Flags)
        {
            if (!before.Remove(flag.Key, out var old))
            {
                changes[flag.Key] = FlagChange.Added;
            }
            else if (!flag.Equals(old) || flag.Rules.Any(rule => Uses(rule.Condition, segments)))
            {
                changes[flag.Key] = FlagChange.Changed;
            }
        }

        foreach (var key in ChangedExperiments(from, to, segments).Where(key => !before.ContainsKey(key)))
        {
            changes.TryAdd(key, FlagChange.Changed);
        }

        foreach (var key in before.Keys)
        {
            changes[key] = FlagChange.Deleted;
        }

        AddDependents(to, changes);
        return changes;
    }

    // The flags of experiments that are answered otherwise.
    private static HashSet<string> ChangedExperiments(Snapshot from, Snapshot to, HashSet<string> segments)
    {
        var layers = Changed(from.Layers, to.Layers, layer => layer.Key);
        var experiments = Changed(from.Experiments, to.Experiments, experiment => experiment.Key);
        var isHoldoutChanged = !from.Holdout.Equals(to.Holdout);
        return [.. from.Experiments.Concat(to.Experiments)
            .Where(experiment => isHoldoutChanged || experiments.Contains(experiment.Key) || layers.Contains(experiment.LayerKey)
                || Uses(experiment.Targeting, segments))
            .Select(experiment => experiment.FlagKey)];
    }

    // Segments may refer to segments.
    private static HashSet<string> ChangedSegments(Snapshot from, Snapshot to)
    {
        var changed = Changed(from.Segments, to.Segments, segment => segment.Key);
        var found = changed.Count > 0;
        while (found)
        {
            found = false;
            foreach (var segment in to.Segments.Where(segment => Uses(segment.Condition, changed)))
            {
                found |= changed.Add(segment.Key);
            }
        }

        return changed;
    }

    private static void AddDependents(Snapshot to, SortedDictionary<string, FlagChange> changes)
    {
        var found = changes.Count > 0;
        while (found)
        {
            found = false;
            foreach (var flag in to.Flags.Where(flag => flag.Prerequisites.Any(p => changes.ContainsKey(p.FlagKey))))
            {
                found |= changes.TryAdd(flag.Key, FlagChange.Changed);
            }
        }
    }

    private static HashSet<string> Changed<T>(IEnumerable<T> from, IEnumerable<T> to, Func<T, string> keyOf)
        where T : class
    {
        var before = from.ToDictionary(keyOf, StringComparer.Ordinal);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in to)
        {
            if (!before.Remove(keyOf(item), out var old) || !item.Equals(old))
            {
                changed.Add(keyOf(item));
            }
        }

        changed.UnionWith(before.Keys);
        return changed;
    }

    private static bool Uses(Condition? condition, HashSet<string> segments) => segments.Count > 0 && condition?.KindCase switch
    {
        Condition.KindOneofCase.Segment => segments.Contains(condition.Segment),
        Condition.KindOneofCase.AllOf => condition.AllOf.Conditions.Any(part => Uses(part, segments)),
        Condition.KindOneofCase.AnyOf => condition.AnyOf.Conditions.Any(part => Uses(part, segments)),
        _ => false,
    };
}
