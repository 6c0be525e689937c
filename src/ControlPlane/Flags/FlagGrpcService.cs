using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.ControlPlane.Updates;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Flags, segments and layers.</summary>
internal sealed partial class FlagGrpcService(ControlStore store) : FlagService.FlagServiceBase
{
    public override Task<Flag> CreateFlag(CreateFlagRequest request, ServerCallContext context)
    {
        var flag = request.Flag ??= new Flag();
        FlagRules.Normalise(flag);
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason);
                await FlagRules.CheckAsync(violations, session, flag, null, cancellationToken).ConfigureAwait(false);
                if (await session.FindFlagAsync(flag.Key, cancellationToken).ConfigureAwait(false) is not null)
                {
                    throw ControlException.AlreadyExists(NameOf(flag.Key));
                }

                var after = session.Put(flag, null);
                return new Change<Flag>(after, new AuditEntry("flag.create", NameOf(flag.Key), null, after));
            },
            context.CancellationToken);
    }

    public override Task<Flag> GetFlag(GetFlagRequest request, ServerCallContext context)
    {
        RequireKey(request.Key);
        return store.ReadAsync((session, cancellationToken) => FindAsync(session, request.Key, cancellationToken), context.CancellationToken);
    }

    public override Task<ListFlagsResponse> ListFlags(ListFlagsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("filter", request.Filter, Limits.KeyLength);
        var matches = FlagFilter.Of(violations, request);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListFlagsAsync(page.ToQuery(request.Filter), matches, cancellationToken).ConfigureAwait(false);
                var (flags, next) = page.Cut(found, flag => flag.Key);
                return new ListFlagsResponse { Flags = { flags }, NextPageToken = next, Revision = session.Revision };
            },
            context.CancellationToken);
    }

    public override Task<Flag> UpdateFlag(UpdateFlagRequest request, ServerCallContext context)
    {
        var given = request.Flag ??= new Flag();
        FlagRules.Normalise(given);
        RequireKey(given.Key, "flag.key");
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason, given.Etag);
                var before = await FindAsync(session, given.Key, cancellationToken).ConfigureAwait(false);
                var flag = FieldMasks.Apply(violations, request.UpdateMask, given, before);
                await FlagRules.CheckAsync(violations, session, flag, before, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(flag.Etag, before.Etag, NameOf(flag.Key));
                await RunningGuards.CheckAsync(session, before, flag, cancellationToken).ConfigureAwait(false);
                var after = session.Put(flag, before);
                return new Change<Flag>(after, new AuditEntry("flag.update", NameOf(flag.Key), before, after));
            },
            context.CancellationToken);
    }

    public override Task<Flag> SetEnabled(SetEnabledRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.Mutation(request.RequestId, request.Reason, request.Etag);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var before = await FindAsync(session, request.Key, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(request.Etag, before.Etag, NameOf(request.Key));
                if (before.Enabled == request.Enabled)
                {
                    return new Change<Flag>(before, null);
                }

                var switched = before.Clone();
                switched.Enabled = request.Enabled;
                var after = session.Put(switched, before);
                return new Change<Flag>(after, new AuditEntry(request.Enabled ? "flag.enable" : "flag.disable", NameOf(request.Key), before, after));
            },
            context.CancellationToken);
    }

    public override Task<DeleteFlagResponse> DeleteFlag(DeleteFlagRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.Mutation(request.RequestId, request.Reason, request.Etag);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var before = await FindAsync(session, request.Key, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(request.Etag, before.Etag, NameOf(request.Key));
                await RequireUnusedAsync(session, request.Key, cancellationToken).ConfigureAwait(false);
                session.Delete(before);
                return new Change<DeleteFlagResponse>(
                    new DeleteFlagResponse { Revision = session.NextRevision },
                    new AuditEntry("flag.delete", NameOf(request.Key), before, null));
            },
            context.CancellationToken);
    }

    private static string NameOf(string key) => $"flags/{key}";

    private static async Task<Flag> FindAsync(ReadSession session, string key, CancellationToken cancellationToken) =>
        await session.FindFlagAsync(key, cancellationToken).ConfigureAwait(false) ?? throw ControlException.NotFound(NameOf(key));

    private static void RequireKey(string key, string field = "key")
    {
        var violations = new Violations();
        violations.Key(field, key);
        violations.ThrowIfAny();
    }

    private static async Task RequireUnusedAsync(ReadSession session, string key, CancellationToken cancellationToken)
    {
        var users = (await session.FlagsNeedingAsync(key, cancellationToken).ConfigureAwait(false)).Select(NameOf).ToList();
        users.AddRange((await session.ListExperimentsOnFlagAsync(key, cancellationToken).ConfigureAwait(false))
            .Where(ConfigurationUsers.IsOpen)
            .Select(experiment => $"experiments/{experiment.Key}"));
        ConfigurationUsers.RequireNone(NameOf(key), users);
    }
}
