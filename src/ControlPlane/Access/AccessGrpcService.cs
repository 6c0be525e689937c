using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Storage.Errors;
using Enum = System.Enum;

namespace GrpcExp.ControlPlane.Access;

/// <summary>Makes, lists, rotates and revokes tokens.</summary>
internal sealed class AccessGrpcService(ControlStore store, TokenDirectory tokens, TimeProvider time) : AccessService.AccessServiceBase
{
    public override async Task<CreateTokenResponse> CreateToken(CreateTokenRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Mutation(request.RequestId, request.Reason);
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

        // The secret is no part of what is stored as the answer, so a repeated request cannot give it away.
        string? secret = null;
        var response = await store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            (session, _) =>
            {
                secret = TokenSecret.New();
                var token = new StoredToken(
                    TokenSecret.NewId(), TokenSecret.Hash(secret), request.Owner, [.. request.Roles.Distinct()], session.Now, expiresAt, RevokedAt: null);
                session.Put(token, added: true);
                var entry = new AuditEntry("token.create", $"tokens/{token.TokenId}", null, TokenMessages.Of(token));
                return Task.FromResult(new Change<CreateTokenResponse>(new CreateTokenResponse { TokenId = token.TokenId }, entry));
            },
            context.CancellationToken).ConfigureAwait(false);
        response.Token = secret ?? "";
        return response;
    }

    public override Task<ListTokensResponse> ListTokens(ListTokensRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListTokensAsync(page.After, page.Size + 1, cancellationToken).ConfigureAwait(false);
                var (shown, next) = page.Cut(found, token => token.TokenId);
                return new ListTokensResponse { Tokens = { shown.Select(TokenMessages.Of) }, NextPageToken = next };
            },
            context.CancellationToken);
    }

    public override async Task<RotateTokenResponse> RotateToken(RotateTokenRequest request, ServerCallContext context)
    {
        Require(request.TokenId, request.RequestId, request.Reason, request.Etag);
        string? secret = null;
        var response = await store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var before = await FindAsync(session, request.TokenId, request.Etag, cancellationToken).ConfigureAwait(false);
                if (before.RevokedAt is not null)
                {
                    throw new ControlException(ControlError.TokenRevoked, $"tokens/{request.TokenId} is revoked, and a revoked token stays dead: make another.");
                }

                secret = TokenSecret.New();
                var after = before with { Hash = TokenSecret.Hash(secret) };
                session.Put(after, added: false);
                var entry = new AuditEntry("token.rotate", $"tokens/{request.TokenId}", TokenMessages.Of(before), TokenMessages.Of(after));
                return new Change<RotateTokenResponse>(new RotateTokenResponse { Token = TokenMessages.Of(after) }, entry);
            },
            context.CancellationToken).ConfigureAwait(false);
        tokens.Forget();
        response.Secret = secret ?? "";
        return response;
    }

    public override async Task<RevokeTokenResponse> RevokeToken(RevokeTokenRequest request, ServerCallContext context)
    {
        Require(request.TokenId, request.RequestId, request.Reason, request.Etag);
        var response = await store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var before = await FindAsync(session, request.TokenId, request.Etag, cancellationToken).ConfigureAwait(false);
                if (before.RevokedAt is not null)
                {
                    return new Change<RevokeTokenResponse>(new RevokeTokenResponse(), null);
                }

                var after = before with { RevokedAt = session.Now };
                session.Put(after, added: false);
                var entry = new AuditEntry("token.revoke", $"tokens/{request.TokenId}", TokenMessages.Of(before), TokenMessages.Of(after));
                return new Change<RevokeTokenResponse>(new RevokeTokenResponse(), entry);
            },
            context.CancellationToken).ConfigureAwait(false);
        tokens.Forget();
        return response;
    }

    private static void Require(string tokenId, string requestId, string reason, string etag)
    {
        var violations = new Violations();
        violations.Key("token_id", tokenId);
        violations.Mutation(requestId, reason, etag);
        violations.ThrowIfAny();
    }

    private static async Task<StoredToken> FindAsync(WriteSession session, string tokenId, string etag, CancellationToken cancellationToken)
    {
        var resource = $"tokens/{tokenId}";
        var token = await session.FindTokenAsync(tokenId, cancellationToken).ConfigureAwait(false) ?? throw ControlException.NotFound(resource);
        return etag.Length == 0 || etag == TokenMessages.EtagOf(token)
            ? token
            : throw new StorageException(StorageError.StaleEtag, $"{resource} was changed since: read it and try again.");
    }
}
