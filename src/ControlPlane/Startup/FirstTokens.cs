using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Access;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Startup;

/// <summary>Sees to it that somebody can get in: the first administrator cannot be made by another, and sidecars that start with the server cannot wait for him.</summary>
internal static class FirstTokens
{
    private const string AdminId = "tok-admin";
    private const string SidecarId = "tok-sidecar";

    /// <summary>Registers the admin token given, or makes the first one when there is none at all.</summary>
    /// <param name="store">Where tokens are.</param>
    /// <param name="given">From the environment; null for none.</param>
    /// <param name="mayMake">True to make one, which whoever starts the server then gets to see.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The token that was made; null when none was.</returns>
    public static async Task<string?> EnsureAdminAsync(ControlStore store, string? given, bool mayMake, CancellationToken cancellationToken)
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
        await RegisterAsync(store, AdminId, "admin", secret, [Role.Admin], cancellationToken).ConfigureAwait(false);
        return given is null ? secret : null;
    }

    /// <summary>Registers the token that sidecars read snapshots and send exposures with.</summary>
    /// <param name="store">Where tokens are.</param>
    /// <param name="secret">As it was given.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static Task RegisterSidecarAsync(ControlStore store, string secret, CancellationToken cancellationToken) =>
        RegisterAsync(store, SidecarId, "sidecars", secret, [Role.Sync, Role.Ingest], cancellationToken);

    private static Task RegisterAsync(ControlStore store, string tokenId, string owner, string secret, Role[] roles, CancellationToken cancellationToken)
    {
        var hash = TokenSecret.Hash(secret);
        var subject = new CreateTokenRequest { Owner = owner, Roles = { roles } };
        return store.WriteAsync(
            new WriteIntent(Actor.System, "token.bootstrap", "", subject, "start of the server"),
            async (session, token) =>
            {
                var before = await session.FindTokenAsync(tokenId, token).ConfigureAwait(false);
                if (before?.Hash == hash && before.RevokedAt is null)
                {
                    return new Change<Empty>(new Empty(), null);
                }

                session.Put(new StoredToken(tokenId, hash, owner, roles, session.Now, null, null), added: before is null);
                return new Change<Empty>(new Empty(), new AuditEntry("token.bootstrap", $"tokens/{tokenId}", null, subject));
            },
            cancellationToken);
    }
}
