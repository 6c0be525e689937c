using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>
/// Holds the newest committed snapshot and wakes whoever waits for another. A slow reader skips what it missed: there
/// is one slot, and the newest wins.
/// </summary>
internal sealed class SnapshotFeed(SnapshotEnvelope first)
{
    private readonly Lock _offers = new();
    private volatile SnapshotEnvelope _current = first;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _commits;

    public SnapshotEnvelope Current => _current;

    /// <summary>Completes with the next change. Fetch it before reading <see cref="Current"/>, so that no change is missed.</summary>
    public Task Changed => _changed.Task;

    /// <summary>How many commits this process has offered; see <see cref="OfferRead"/>.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Takes what this process has just committed: always the newest there is.</summary>
    public void OfferCommitted(SnapshotEnvelope snapshot)
    {
        lock (_offers)
        {
            _commits++;
            Take(snapshot);
        }
    }

    /// <summary>Takes what was read from the database, unless this process has committed since the read began.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="commitsBefore"><see cref="Commits"/> from before the read.</param>
    public void OfferRead(SnapshotEnvelope snapshot, long commitsBefore)
    {
        lock (_offers)
        {
            if (_commits == commitsBefore && (snapshot.Epoch != _current.Epoch || snapshot.Revision > _current.Revision))
            {
                Take(snapshot);
            }
        }
    }

    private void Take(SnapshotEnvelope snapshot)
    {
        _current = snapshot;
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
