namespace GrpcExp.Client.Changes;

/// <summary>The newest revision that a service was seen to serve.</summary>
internal sealed class ServedRevision(ChangeNotifier changes)
{
    private readonly Lock _gate = new();
    private volatile Seen _seen = new("", 0);

    /// <summary>Epoch of <see cref="Revision"/>; empty when nothing was seen.</summary>
    public string Epoch => _seen.Epoch;

    /// <summary>The revision; 0 when nothing was seen.</summary>
    public long Revision => _seen.Revision;

    /// <summary>
    /// Notes the revision of an answer. Answers on several connections overtake each other, so within an epoch only a
    /// rise is a change; on a fresh connection, behind which another process may be, any difference is.
    /// </summary>
    public void Observe(string epoch, long revision, bool isFresh, IReadOnlyCollection<string>? flagKeys = null)
    {
        if (revision <= 0)
        {
            return;
        }

        lock (_gate)
        {
            var known = _seen;
            if (known.Epoch == epoch && (isFresh ? revision == known.Revision : revision <= known.Revision))
            {
                return;
            }

            _seen = new Seen(epoch, revision);
            changes.Publish(epoch, revision, known.Epoch == epoch ? flagKeys : null);
        }
    }

    private sealed record Seen(string Epoch, long Revision);
}
