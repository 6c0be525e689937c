using GrpcExp.Contracts.Sync.V1;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>What one source says, on its way to the state.</summary>
public sealed class SourceLink
{
    private readonly SnapshotState _state;
    private readonly string _source;
    private readonly ILogger _logger;
    private readonly Action<bool> _touch;
    private bool _isMissing;

    internal SourceLink(SnapshotState state, string source, ILogger logger, Action<bool> touch)
    {
        _state = state;
        _source = source;
        _logger = logger;
        _touch = touch;
    }

    /// <summary>The snapshot being served; null before the first.</summary>
    public LoadedSnapshot? Current => _state.Current;

    /// <summary>Offers a snapshot. A source whose newest one cannot be served is out of touch.</summary>
    /// <param name="envelope">The snapshot.</param>
    /// <param name="body">Its body, where whoever sealed it has it at hand; null otherwise.</param>
    /// <returns>What became of it.</returns>
    public SnapshotOffer Offer(SnapshotEnvelope envelope, Snapshot? body = null)
    {
        var offer = _state.Offer(envelope, body);
        Tell(envelope, offer);
        _touch(offer.Outcome is OfferOutcome.Accepted or OfferOutcome.Unchanged);
        return offer;
    }

    /// <summary>Takes what a source says that is out of touch with its own sources: it can be served and counts as stale.</summary>
    /// <param name="envelope">The snapshot; one without a body says that nothing has changed.</param>
    /// <param name="age">How long ago that was known to be the newest.</param>
    public void OfferStale(SnapshotEnvelope envelope, TimeSpan age)
    {
        if (!envelope.Body.IsEmpty)
        {
            // The age is of this moment: kept with the snapshot, it would be told again later.
            var ageless = new SnapshotEnvelope { Epoch = envelope.Epoch, Revision = envelope.Revision, Sha256 = envelope.Sha256, Body = envelope.Body };
            OfferUnconfirmed(ageless);
        }

        _touch(false);
        if (Current is { } current && current.Epoch == envelope.Epoch && current.Revision.Value == envelope.Revision)
        {
            _state.AgeTo(age);
        }
    }

    /// <summary>Reports something that cannot be made a snapshot.</summary>
    /// <param name="reason">What is wrong with it.</param>
    public void Refuse(string reason)
    {
        _state.Refuse(0, reason);
        Log.SnapshotRefused(_logger, 0, _source, reason);
        _touch(false);
    }

    /// <summary>Offers what a source holds without knowing whether it is the newest: touch stays as it was.</summary>
    /// <param name="envelope">The snapshot.</param>
    /// <returns>What became of it.</returns>
    public SnapshotOffer OfferUnconfirmed(SnapshotEnvelope envelope)
    {
        var offer = _state.OfferUnconfirmed(envelope);
        Tell(envelope, offer);
        return offer;
    }

    /// <summary>The source is there but has no snapshot; it is out of touch until it has one.</summary>
    /// <param name="reason">What is missing.</param>
    public void Miss(string reason)
    {
        if (!_isMissing)
        {
            Log.SourceEmpty(_logger, _source, reason);
            _isMissing = true;
        }

        _touch(false);
    }

    /// <summary>The source is out of touch, though it is still being followed.</summary>
    public void LoseTouch() => _touch(false);

    /// <summary>The source says that the given revision is the newest; true when it is the one being served.</summary>
    /// <param name="epoch">Epoch of the revision.</param>
    /// <param name="revision">The revision.</param>
    public bool Confirm(string epoch, long revision)
    {
        if (Current is not { } current || current.Epoch != epoch || current.Revision.Value != revision)
        {
            return false;
        }

        _state.Confirm();
        _touch(true);
        return true;
    }

    private void Tell(SnapshotEnvelope envelope, SnapshotOffer offer)
    {
        switch (offer.Outcome)
        {
            case OfferOutcome.Accepted:
                Log.SnapshotAccepted(_logger, envelope.Epoch, envelope.Revision, _source);
                break;
            case OfferOutcome.Refused:
                Log.SnapshotRefused(_logger, envelope.Revision, _source, offer.Reason!);
                break;
            case OfferOutcome.Older:
                Log.SnapshotOlder(_logger, envelope.Revision, _source, Current!.Revision.Value);
                break;
        }
    }
}
