using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage.Changes;

namespace GrpcExp.Storage.Snapshots;

/// <summary>Makes the message that tells evaluators of a change.</summary>
internal static class ChangeMessages
{
    public static ChangeMessage Of((string Epoch, long Revision) before, SnapshotEnvelope snapshot, WriteSession session, int maxDeltaBytes)
    {
        var message = new ChangeMessage
        {
            Epoch = snapshot.Epoch,
            FromRevision = before.Revision,
            ToRevision = snapshot.Revision,
            SnapshotSha256 = snapshot.Sha256,
        };

        // A delta leads from one revision to the next of the same epoch; anything else is read as a whole.
        if (before.Epoch == snapshot.Epoch && before.Revision > 0)
        {
            var delta = session.Delta.Clone();
            delta.CommitTime = Timestamp.FromDateTime(session.Now);
            if (delta.CalculateSize() <= maxDeltaBytes)
            {
                message.Delta = delta;
            }
        }

        return message;
    }
}
