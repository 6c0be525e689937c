using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>Decides what a message on the channel of changes asks for. Hints wake, revisions decide, snapshots heal.</summary>
public static class ChangeTracker
{
    /// <summary>Decides.</summary>
    /// <param name="current">The snapshot being served; null for none.</param>
    /// <param name="message">The message.</param>
    /// <param name="applied">The newest snapshot, with <see cref="ChangeAction.Apply"/>.</param>
    /// <returns>What to do.</returns>
    public static ChangeAction Decide(LoadedSnapshot? current, ChangeMessage message, out AppliedDelta? applied)
    {
        applied = null;
        if (current is null || current.Epoch != message.Epoch)
        {
            return ChangeAction.Reread;
        }

        if (message.ToRevision <= current.Revision.Value)
        {
            return message.ToRevision == current.Revision.Value ? ChangeAction.Confirm : ChangeAction.Ignore;
        }

        applied = SnapshotDeltas.TryApply(current, message);
        return applied is null ? ChangeAction.Reread : ChangeAction.Apply;
    }
}
