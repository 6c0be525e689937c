using Google.Protobuf.Collections;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>One order of a snapshot's parts, so that equal snapshots have equal bytes and hashes.</summary>
internal static class SnapshotOrder
{
    public static void Sort(Snapshot snapshot)
    {
        Sort(snapshot.Flags, flag => flag.Key);
        Sort(snapshot.Segments, segment => segment.Key);
        Sort(snapshot.Layers, layer => layer.Key);
        Sort(snapshot.Experiments, experiment => experiment.Key);
    }

    private static void Sort<T>(RepeatedField<T> items, Func<T, string> keyOf)
    {
        if (IsSorted(items, keyOf))
        {
            return;
        }

        var sorted = items.OrderBy(keyOf, StringComparer.Ordinal).ToList();
        items.Clear();
        items.AddRange(sorted);
    }

    // Nearly always: a change rarely adds a part.
    private static bool IsSorted<T>(RepeatedField<T> items, Func<T, string> keyOf)
    {
        for (var i = 1; i < items.Count; i++)
        {
            if (string.CompareOrdinal(keyOf(items[i - 1]), keyOf(items[i])) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
