using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Access;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;
using GrpcExp.Storage.Audit;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>
/// Links that let anybody read the page of one experiment until they end. A link is a token without roles, so that it opens nothing else;
/// only its hash is stored, and it is revoked like any other.
/// </summary>
internal sealed class ShareLinks(ControlStore store, TokenDirectory tokens, TimeProvider time)
{
    /// <summary>Whoever may do this may make and revoke links.</summary>
    public static readonly string Method = PageMethods.Of(nameof(ExperimentService.ExperimentServiceBase.SubmitExperiment));

    private const string Prefix = "share:";
    private const string Made = "experiment.share";
    private const string Revoked = "experiment.unshare";

    /// <summary>Makes a link; returns its secret, which nobody can read again.</summary>
    /// <exception cref="ControlException">NotFound, or InvalidArgument for an unusable number of days.</exception>
    public async Task<string> CreateAsync(Actor actor, string experimentKey, string days, CancellationToken cancellationToken)
    {
        var violations = new Violations();
        var isNumber = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        violations.AddIf(!isNumber || count is < 1 or > Limits.ShareLinkDays, "days", $"'{Violations.Shown(days)}' is refused: give 1 to {Limits.ShareLinkDays}");
        violations.Key("key", experimentKey);
        violations.ThrowIfAny();
        var secret = TokenSecret.New();
        var end = time.GetUtcNow().UtcDateTime.AddDays(count);
        var token = new StoredToken(TokenSecret.NewId(), TokenSecret.Hash(secret), Prefix + experimentKey, [], time.GetUtcNow().UtcDateTime, end, RevokedAt: null);
        var subject = new CreateTokenRequest { Owner = token.Owner, ExpireTime = Timestamp.FromDateTime(end) };
        await store.WriteAsync(
            new WriteIntent(actor, "page.share", "", subject, ""),
            async (session, cancelled) =>
            {
                _ = await session.FindExperimentAsync(experimentKey, cancelled).ConfigureAwait(false) ?? throw ControlException.NotFound($"experiments/{experimentKey}");
                session.Put(token, added: true);
                return new Change<Empty>(new Empty(), new AuditEntry(Made, $"experiments/{experimentKey}", null, new CreateTokenResponse { TokenId = token.TokenId }));
            },
            cancellationToken).ConfigureAwait(false);
        return secret;
    }

    /// <summary>Ends a link now.</summary>
    /// <exception cref="ControlException">NotFound when the experiment has no such link.</exception>
    public async Task RevokeAsync(Actor actor, string experimentKey, string tokenId, CancellationToken cancellationToken)
    {
        var subject = new RevokeTokenRequest { TokenId = tokenId };
        await store.WriteAsync(
            new WriteIntent(actor, "page.unshare", "", subject, ""),
            async (session, cancelled) =>
            {
                var token = Violations.IsKey(tokenId) ? await session.FindTokenAsync(tokenId, cancelled).ConfigureAwait(false) : null;
                if (token is null || token.Owner != Prefix + experimentKey || token.Roles.Count > 0)
                {
                    throw ControlException.NotFound($"link {Violations.Shown(tokenId)}");
                }

                session.Put(token with { RevokedAt = session.Now }, added: false);
                return new Change<Empty>(new Empty(), new AuditEntry(Revoked, $"experiments/{experimentKey}", subject, null));
            },
            cancellationToken).ConfigureAwait(false);
        tokens.Forget();
    }

    /// <summary>The experiment that the holder of a token may read by a link; null for a token of another kind.</summary>
    public static string? ExperimentOf(Caller? caller) =>
        caller is { Roles.Count: 0 } && caller.Owner.StartsWith(Prefix, StringComparison.Ordinal) ? caller.Owner[Prefix.Length..] : null;

    /// <summary>Links of an experiment that still open it, newest first.</summary>
    public Task<IReadOnlyList<ShareLink>> ListAsync(string experimentKey, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<ShareLink>>(
        async (session, cancelled) =>
        {
            var query = new AuditQuery(0, $"experiments/{experimentKey}", Limits.MaxPageSize) { Action = Made };
            var links = new List<ShareLink>();
            foreach (var entry in await session.ListAuditEventsAsync(query, cancelled).ConfigureAwait(false))
            {
                var tokenId = CreateTokenResponse.Parser.ParseJson(entry.AfterJson).TokenId;
                if (await session.FindTokenAsync(tokenId, cancelled).ConfigureAwait(false) is { RevokedAt: null, ExpiresAt: { } end } && end > time.GetUtcNow().UtcDateTime)
                {
                    links.Insert(0, new ShareLink(tokenId, entry.Actor, entry.EventTime.ToDateTime(), end));
                }
            }

            return links;
        },
        cancellationToken);
}
