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
        var sorted = items.OrderBy(keyOf, StringComparer.Ordinal).ToList();
        items.Clear();
        items.AddRange(sorted);
    }
}
