using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using Enum = System.Enum;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Makes and revokes tokens.</summary>
internal sealed class AccessGrpcService(ControlStore store, TokenDirectory tokens, TimeProvider time) : AccessService.AccessServiceBase
{
    public override async Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Required("owner", request.Owner, Limits.OwnerLength);
        violations.AddIf(
            request.Owner.Trim().Equals(Actor.System.Name, StringComparison.OrdinalIgnoreCase), "owner", $"'{Actor.System.Name}' is the server itself: give another");
        violations.AddIf(request.Roles.Count == 0, "roles", "is empty: give at least one role");
        foreach (var role in request.Roles.Where(role => role == Role.Unspecified || !Enum.IsDefined(role)).Distinct())
        {
            violations.Add("roles", $"role {(int)role} is unknown: give a role of the contract");
        }

        var now = time.GetUtcNow();
        DateTime? expiresAt = request.ExpireTime is null ? null : Times.Read(violations, "expire_time", request.ExpireTime);
        violations.AddIf(expiresAt <= now.UtcDateTime, "expire_time", "has passed: give a time in the future, or none");
        violations.ThrowIfAny();

        var secret = TokenSecret.New();
        var token = new StoredToken(
            TokenSecret.NewId(), TokenSecret.Hash(secret), request.Owner, [.. request.Roles.Distinct()], now.UtcDateTime, expiresAt, RevokedAt: null);
        return await store.WriteAsync(
            Intents.Of(context, request),
            (session, _) =>
            {
                session.Put(token, added: true);
                var entry = new AuditEntry("token.create", $"tokens/{token.TokenId}", null, request);
                return Task.FromResult(new Change<CreateTokenResponse>(new CreateTokenResponse { TokenId = token.TokenId, Token = secret }, entry));
            },
            context.CancellationToken).ConfigureAwait(false);
    }

    public override async Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("token_id", request.TokenId);
        violations.ThrowIfAny();
        var response = await store.WriteAsync(
            Intents.Of(context, request),
            async (session, cancellationToken) =>
            {
                var resource = $"tokens/{request.TokenId}";
                var token = await session.FindTokenAsync(request.TokenId, cancellationToken).ConfigureAwait(false)
                    ?? throw ControlException.NotFound(resource);
                if (token.RevokedAt is not null)
                {
                    return new Change<RevokeTokenResponse>(new RevokeTokenResponse(), null);
                }

                session.Put(token with { RevokedAt = session.Now }, added: false);
                var before = new CreateTokenRequest { Owner = token.Owner, Roles = { token.Roles } };
                return new Change<RevokeTokenResponse>(new RevokeTokenResponse(), new AuditEntry("token.revoke", resource, before, null));
            },
            context.CancellationToken).ConfigureAwait(false);
        tokens.Forget();
        return response;
    }
}
