using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Access;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Sees to it that somebody can get in: the first administrator cannot be made by another.</summary>
internal static class AdminToken
{
    private const string TokenId = "tok-admin";
    private const string Owner = "admin";

    /// <summary>Registers the token given, or makes the first one when there is none at all.</summary>
    /// <param name="store">Where tokens are.</param>
    /// <param name="given">From the environment; null for none.</param>
    /// <param name="mayMake">True to make one, which whoever starts the server then gets to see.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The token that was made; null when none was.</returns>
    public static async Task<string?> EnsureAsync(ControlStore store, string? given, bool mayMake, CancellationToken cancellationToken)
    {
        if (given is null && await store.ReadAsync((session, token) => session.HasTokensAsync(token), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        if (given is null && !mayMake)
        {
            throw new StartupException("Nobody could log in: set GRPCEXP_ADMIN_TOKEN to the admin token for the first start.");
        }

        var secret = given ?? TokenSecret.New();
        var hash = TokenSecret.Hash(secret);
        var subject = new CreateTokenRequest { Owner = Owner, Roles = { Role.Admin } };
        await store.WriteAsync(
            new WriteIntent(Actor.System, "token.bootstrap", "", subject, "start of the server"),
            async (session, token) =>
            {
                var before = await session.FindTokenAsync(TokenId, token).ConfigureAwait(false);
                if (before?.Hash == hash && before.RevokedAt is null)
                {
                    return new Change<Empty>(new Empty(), null);
                }

                session.Put(new StoredToken(TokenId, hash, Owner, [Role.Admin], session.Now, null, null), added: before is null);
                return new Change<Empty>(new Empty(), new AuditEntry("token.bootstrap", $"tokens/{TokenId}", null, subject));
            },
            cancellationToken).ConfigureAwait(false);
        return given is null ? secret : null;
    }
}
