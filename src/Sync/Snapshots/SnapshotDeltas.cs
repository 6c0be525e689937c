using Google.Protobuf;
using Google.Protobuf.Collections;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>
/// Makes and applies deltas. A delta is only ever an optimisation: it is believed when the snapshot that it leads to has
/// the hash that the message states, and otherwise the snapshot is read.
/// </summary>
public static class SnapshotDeltas
{
    /// <summary>Largest delta worth sending, in bytes; beyond it the snapshot is read instead.</summary>
    public const int MaxDeltaBytes = 256 << 10;

    /// <summary>The message that takes sidecars from one snapshot to the next.</summary>
    /// <param name="from">The snapshot before, with its parts in order of their keys; null when there is none.</param>
    /// <param name="to">The snapshot after.</param>
    /// <param name="sealedTo">The snapshot after, sealed.</param>
    /// <returns>A message, without a delta when none can express the change or it would be too large.</returns>
    public static ChangeMessage Between(Snapshot? from, Snapshot to, SnapshotEnvelope sealedTo)
    {
        var message = new ChangeMessage
        {
            Epoch = to.Epoch,
            FromRevision = from?.Revision ?? 0,
            ToRevision = to.Revision,
            SnapshotSha256 = sealedTo.Sha256,
        };
        if (from is not null && from.Epoch == to.Epoch && TryDescribe(from, to) is { } delta && delta.CalculateSize() <= MaxDeltaBytes)
        {
            message.Delta = delta;
        }

        return message;
    }

    /// <summary>The message that says which revision is the newest.</summary>
    /// <param name="epoch">Epoch of the revision.</param>
    /// <param name="revision">The newest revision.</param>
    public static ChangeMessage Heartbeat(string epoch, long revision) =>
        new() { Epoch = epoch, FromRevision = revision, ToRevision = revision };

    /// <summary>Applies a delta to a copy of a snapshot.</summary>
    /// <param name="current">The snapshot before.</param>
    /// <param name="message">A message with a delta, from exactly that snapshot.</param>
    /// <returns>The snapshot after, sealed under the hash that the message states, or null when the delta does not fit.</returns>
    public static AppliedDelta? TryApply(LoadedSnapshot current, ChangeMessage message)
    {
        if (message.Delta is not { } delta || message.Epoch != current.Epoch || message.FromRevision != current.Revision.Value)
        {
            return null;
        }

        // A shallow copy: flags and the like are never changed, only replaced.
        var body = new Snapshot
        {
            Environment = current.Body.Environment,
            Epoch = message.Epoch,
            Revision = message.ToRevision,
            CommitTime = delta.CommitTime,
            Holdout = { delta.HoldoutChange?.Ranges ?? current.Body.Holdout },
        };
        Merge(body.Flags, current.Body.Flags, delta.PutFlags, delta.DeletedFlags, flag => flag.Key);
        Merge(body.Segments, current.Body.Segments, delta.PutSegments, delta.DeletedSegments, segment => segment.Key);
        Merge(body.Layers, current.Body.Layers, delta.PutLayers, delta.DeletedLayers, layer => layer.Key);
        Merge(body.Experiments, current.Body.Experiments, delta.PutExperiments, delta.StoppedExperiments, experiment => experiment.Key);
        var envelope = SnapshotCodec.Seal(body);
        return envelope.Sha256 == message.SnapshotSha256 ? new AppliedDelta(envelope, body) : null;
    }

    // Null when the change cannot be expressed: an environment does not change its name.
    private static SnapshotDelta? TryDescribe(Snapshot from, Snapshot to)
    {
        var delta = new SnapshotDelta { CommitTime = to.CommitTime };
        Describe(from.Flags, to.Flags, flag => flag.Key, delta.PutFlags, delta.DeletedFlags);
        Describe(from.Segments, to.Segments, segment => segment.Key, delta.PutSegments, delta.DeletedSegments);
        Describe(from.Layers, to.Layers, layer => layer.Key, delta.PutLayers, delta.DeletedLayers);
        Describe(from.Experiments, to.Experiments, experiment => experiment.Key, delta.PutExperiments, delta.StoppedExperiments);
        if (!from.Holdout.Equals(to.Holdout))
        {
            delta.HoldoutChange = new HoldoutChange { Ranges = { to.Holdout } };
        }

        return from.Environment == to.Environment ? delta : null;
    }

    private static void Describe<T>(
        RepeatedField<T> from, RepeatedField<T> to, Func<T, string> keyOf, RepeatedField<T> put, RepeatedField<string> deleted)
        where T : IMessage<T>
    {
        var difference = KeyedDifference<T>.Between(from, to, keyOf);
        put.AddRange(difference.Put);
        deleted.AddRange(difference.Deleted);
    }

    private static void Merge<T>(
        RepeatedField<T> target, RepeatedField<T> before, RepeatedField<T> put, RepeatedField<string> deleted, Func<T, string> keyOf)
    {
        var items = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in before.Concat(put))
        {
            items[keyOf(item)] = item;
        }

        foreach (var key in deleted)
        {
            items.Remove(key);
        }

        target.AddRange(items.Values);
    }
}
