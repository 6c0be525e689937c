using System.Collections.Concurrent;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Access;

/// <summary>
/// Finds the owner of a token. What the database said is remembered for <see cref="Limits.TokenCacheAge"/>, so that
/// calls do not each ask it; a token revoked by this process stops at once.
/// </summary>
internal sealed class TokenDirectory(ControlStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (StoredToken? Token, long ReadAt)> _known = new(StringComparer.Ordinal);

    /// <summary>The caller who holds this secret; null when the token is unknown, revoked or expired.</summary>
    public async ValueTask<Caller?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = TokenSecret.Hash(secret);
        if (!_known.TryGetValue(hash, out var known) || time.GetElapsedTime(known.ReadAt) > Limits.TokenCacheAge)
        {
            var readAt = time.GetTimestamp();
            known = (await store.ReadAsync((session, token) => session.FindTokenByHashAsync(hash, token), cancellationToken).ConfigureAwait(false), readAt);
            if (_known.Count >= Limits.CachedTokens)
            {
                // Guesses of an attacker must not pile up; the valid ones come back with their next call.
                _known.Clear();
            }

            _known[hash] = known;
        }

        return known.Token is { RevokedAt: null } found && !(found.ExpiresAt <= time.GetUtcNow().UtcDateTime)
            ? new Caller(found.Owner, found.TokenId, found.Roles)
            : null;
    }

    /// <summary>True for a secret that was found not long ago, so that nobody is shut out by the guesses of others behind his address.</summary>
    public bool WasValid(string secret) => _known.TryGetValue(TokenSecret.Hash(secret), out var known) && known.Token is not null;

    public void Forget() => _known.Clear();
}
