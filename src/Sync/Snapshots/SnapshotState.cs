using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>
/// The one holder of the snapshot being served. Reading is a volatile load; offers are taken one at a time. Within an
/// epoch the revision only rises; another epoch marks a restored control plane and replaces whatever is here.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="environment">Environment that every snapshot must be of; null takes any.</param>
public sealed class SnapshotState(TimeProvider time, string? environment = null)
{
    private readonly Lock _offers = new();
    private volatile LoadedSnapshot? _current;
    private volatile SnapshotRefusal? _lastRefusal;
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _refusals;
    private long _confirmedTicks;
    private volatile bool _inTouch;

    /// <summary>The snapshot being served; null until the first was accepted.</summary>
    public LoadedSnapshot? Current => _current;

    /// <summary>The last snapshot that was refused; null when none was since the last accepted one.</summary>
    public SnapshotRefusal? LastRefusal => _lastRefusal;

    /// <summary>How many snapshots were refused.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>
    /// How old the knowledge that this is the newest snapshot is; null while a source is in touch, and without a snapshot.
    /// </summary>
    public TimeSpan? StaleAge
    {
        get
        {
            if (_inTouch || _current is null)
            {
                return null;
            }

            var age = time.GetUtcNow() - new DateTimeOffset(Interlocked.Read(ref _confirmedTicks), TimeSpan.Zero);
            return age > TimeSpan.Zero ? age : TimeSpan.Zero;
        }
    }

    /// <summary>When a source last said that this is the newest snapshot, UTC.</summary>
    public DateTimeOffset ConfirmedAt => new(Interlocked.Read(ref _confirmedTicks), TimeSpan.Zero);

    /// <summary>Offers a snapshot from a source, which thereby is in touch when the snapshot is no older than ours.</summary>
    /// <param name="envelope">The snapshot.</param>
    /// <param name="body">Its body, where whoever sealed it has it at hand; null otherwise.</param>
    /// <returns>What became of it.</returns>
    public SnapshotOffer Offer(SnapshotEnvelope envelope, Snapshot? body = null)
    {
        var offer = Take(envelope, time.GetUtcNow(), body);
        if (offer.Outcome is OfferOutcome.Accepted or OfferOutcome.Unchanged)
        {
            Confirm();
        }

        return offer;
    }

    /// <summary>Offers a snapshot from a source that cannot say whether it is the newest: touch stays as it was.</summary>
    /// <param name="envelope">The snapshot.</param>
    /// <returns>What became of it.</returns>
    public SnapshotOffer OfferUnconfirmed(SnapshotEnvelope envelope) => Take(envelope, knownAt: null);

    /// <summary>Offers a snapshot from the past: it can be served, but counts as stale until a source is in touch.</summary>
    /// <param name="envelope">The snapshot.</param>
    /// <param name="confirmedAt">When it was last known to be the newest.</param>
    /// <returns>What became of it.</returns>
    public SnapshotOffer OfferStored(SnapshotEnvelope envelope, DateTimeOffset confirmedAt) => Take(envelope, confirmedAt);

    /// <summary>A source says that the snapshot being served is the newest.</summary>
    public void Confirm()
    {
        Interlocked.Exchange(ref _confirmedTicks, time.GetUtcNow().UtcTicks);
        _inTouch = true;
    }

    /// <summary>No source is in touch any more: the age counts from now.</summary>
    public void LoseTouch()
    {
        if (_inTouch)
        {
            Interlocked.Exchange(ref _confirmedTicks, time.GetUtcNow().UtcTicks);
            _inTouch = false;
        }
    }

    /// <summary>Says how old the knowledge is; for nothing while a source is in touch.</summary>
    /// <param name="age">How long ago the snapshot being served was known to be the newest; a negative one counts as zero.</param>
    public void AgeTo(TimeSpan age)
    {
        if (!_inTouch)
        {
            var now = time.GetUtcNow();
            var most = now - DateTimeOffset.UnixEpoch;
            Interlocked.Exchange(ref _confirmedTicks, (now - (age < TimeSpan.Zero ? TimeSpan.Zero : age > most ? most : age)).UtcTicks);
        }
    }

    /// <summary>Notes something that never became an envelope, such as a file that cannot be parsed.</summary>
    /// <param name="revision">Revision that it claimed; 0 when unknown.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <returns>The refusal.</returns>
    public SnapshotOffer Refuse(long revision, string reason)
    {
        Interlocked.Increment(ref _refusals);
        _lastRefusal = new SnapshotRefusal(revision, reason, time.GetUtcNow());
        return new SnapshotOffer(OfferOutcome.Refused, reason);
    }

    /// <summary>Waits until another snapshot is served than the one the caller knows. Changes in between are skipped.</summary>
    /// <param name="known">The snapshot that the caller knows; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The snapshot now served.</returns>
    public async Task<LoadedSnapshot> WaitForOtherThanAsync(LoadedSnapshot? known, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The signal is fetched first: a change after that completes it.
            var changed = _changed.Task;
            if (_current is { } current && !ReferenceEquals(current, known))
            {
                return current;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private SnapshotOffer Take(SnapshotEnvelope envelope, DateTimeOffset? knownAt, Snapshot? body = null)
    {
        lock (_offers)
        {
            if (_current is { } current && current.Epoch == envelope.Epoch)
            {
                if (envelope.Revision < current.Revision.Value)
                {
                    return new SnapshotOffer(OfferOutcome.Older);
                }

                if (envelope.Revision == current.Revision.Value)
                {
                    return envelope.Sha256 == current.Envelope.Sha256
                        ? new SnapshotOffer(OfferOutcome.Unchanged)
                        : Refuse(envelope.Revision, "it has the revision being served but other contents");
                }
            }

            if (!SnapshotCodec.TryOpen(envelope, out var loaded, out var reason, _current, body))
            {
                return Refuse(envelope.Revision, reason);
            }

            if (environment is not null && loaded.Model.Environment != environment)
            {
                return Refuse(envelope.Revision, $"it is of environment '{loaded.Model.Environment}', not '{environment}'");
            }

            // Before anybody sees it: whoever saves it or answers from it asks when it was known to be the newest.
            Interlocked.Exchange(ref _confirmedTicks, (knownAt ?? CommitTime(loaded)).UtcTicks);
            _current = loaded;
            _lastRefusal = null;
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            return new SnapshotOffer(OfferOutcome.Accepted);
        }
    }

    // Nobody vouched for it, but at its commit it was the newest. Control planes state that time, files may not.
    private DateTimeOffset CommitTime(LoadedSnapshot snapshot)
    {
        var now = time.GetUtcNow();
        var commit = snapshot.Body.CommitTime?.ToDateTimeOffset() ?? now;
        var before = ConfirmedAt;
        var known = commit > before ? commit : before;
        return known < now ? known : now;
    }
}
