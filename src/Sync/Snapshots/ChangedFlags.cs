using Google.Protobuf;
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
        var flags = KeyedDifference<Flag>.Between(from.Flags, to.Flags, flag => flag.Key);
        foreach (var flag in flags.Put)
        {
            changes[flag.Key] = flags.Added.Contains(flag.Key) ? FlagChange.Added : FlagChange.Changed;
        }

        foreach (var key in flags.Deleted)
        {
            changes[key] = FlagChange.Deleted;
        }

        var segments = ChangedSegments(from, to);
        var reached = to.Flags.Where(flag => flag.Rules.Any(rule => Uses(rule.Condition, segments))).Select(flag => flag.Key);
        foreach (var key in reached.Concat(ChangedExperiments(from, to, segments)))
        {
            changes.TryAdd(key, FlagChange.Changed);
        }

        AddDependents(to, changes);
        return changes;
    }

    // The flags of experiments that are answered otherwise.
    private static IEnumerable<string> ChangedExperiments(Snapshot from, Snapshot to, HashSet<string> segments)
    {
        var layers = Changed(from.Layers, to.Layers, layer => layer.Key);
        var experiments = Changed(from.Experiments, to.Experiments, experiment => experiment.Key);
        var isHoldoutChanged = !from.Holdout.Equals(to.Holdout);
        return from.Experiments.Concat(to.Experiments)
            .Where(experiment => isHoldoutChanged || experiments.Contains(experiment.Key) || layers.Contains(experiment.LayerKey)
                || Uses(experiment.Targeting, segments))
            .Select(experiment => experiment.FlagKey);
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
        where T : IMessage<T>
    {
        var difference = KeyedDifference<T>.Between(from, to, keyOf);
        return [.. difference.Put.Select(keyOf), .. difference.Deleted];
    }

    private static bool Uses(Condition? condition, HashSet<string> segments) => segments.Count > 0 && condition?.KindCase switch
    {
        Condition.KindOneofCase.Segment => segments.Contains(condition.Segment),
        Condition.KindOneofCase.AllOf => condition.AllOf.Conditions.Any(part => Uses(part, segments)),
        Condition.KindOneofCase.AnyOf => condition.AnyOf.Conditions.Any(part => Uses(part, segments)),
        _ => false,
    };
}
