using GrpcExp.Storage.Schema;

namespace GrpcExp.Storage.Audit;

/// <summary>Walks the chain in order and stops at the first event that does not fit.</summary>
internal sealed class AuditVerifier(EnvironmentRow head)
{
    private long _events;
    private string _hash = AuditChain.Origin;

    /// <summary>Takes the next event; the finding when it does not fit, else null.</summary>
    public AuditVerification? Take(AuditEventRow row)
    {
        var expected = _events + 1;
        _events++;
        if (row.Sequence != expected)
        {
            return new AuditVerification(_events, expected, $"Event {expected} is missing: the next one is {row.Sequence}.");
        }

        if (row.PreviousHash != _hash)
        {
            return new AuditVerification(_events, expected, $"Event {expected} does not follow the event before it: their hashes do not meet.");
        }

        var recomputed = AuditChain.HashOf(row);
        if (recomputed is null)
        {
            return new AuditVerification(_events, expected, $"Event {expected} was altered: version {row.HashVersion} has no such event.");
        }

        if (row.Hash != recomputed)
        {
            return new AuditVerification(_events, expected, $"Event {expected} was altered: its hash should be {recomputed} and is {row.Hash}.");
        }

        _hash = row.Hash;
        return null;
    }

    /// <summary>The finding after the last event: what the environment remembers must be what the chain ends with.</summary>
    public AuditVerification End()
    {
        if (_events < head.AuditSequence)
        {
            return new AuditVerification(_events, _events + 1, $"Events {_events + 1} to {head.AuditSequence} are missing from the end.");
        }

        if (_events > head.AuditSequence)
        {
            return new AuditVerification(_events, head.AuditSequence + 1, $"Event {head.AuditSequence + 1} was added past the end.");
        }

        return _hash == head.AuditHash
            ? new AuditVerification(_events, 0, "")
            : new AuditVerification(_events, _events, "The last event is not the one that the environment remembers.");
    }
}
