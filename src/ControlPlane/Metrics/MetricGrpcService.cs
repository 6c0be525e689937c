using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.ControlPlane.Updates;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>The metric registry.</summary>
internal sealed partial class MetricGrpcService(ControlStore store, ContractReader contracts) : MetricService.MetricServiceBase
{
    public override Task<Metric> RegisterMetric(RegisterMetricRequest request, ServerCallContext context)
    {
        var metric = request.Metric ??= new Metric();
        return request.ValidateOnly ? ValidateAsync(request, context) : store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason);
                await MetricRules.CheckAsync(violations, session, metric, cancellationToken).ConfigureAwait(false);
                if (await session.FindMetricAsync(metric.Key, 0, cancellationToken).ConfigureAwait(false) is not null)
                {
                    throw ControlException.AlreadyExists(NameOf(metric.Key));
                }

                var after = session.PutVersion(Definition(metric, null), null);
                var answer = await WarnedAsync(session, after, cancellationToken).ConfigureAwait(false);
                return new Change<Metric>(answer, new AuditEntry("metric.register", NameOf(metric.Key), null, after));
            },
            context.CancellationToken);
    }

    public override Task<Metric> GetMetric(GetMetricRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.AddIf(request.Version < 0, "version", $"{request.Version} is refused: give a version from 1, or 0 for the newest");
        violations.ThrowIfAny();
        return store.ReadAsync((session, cancellationToken) => FindAsync(session, request.Key, request.Version, cancellationToken), context.CancellationToken);
    }

    public override Task<ListMetricsResponse> ListMetrics(ListMetricsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("filter", request.Filter, Limits.KeyLength);
        var matches = MetricListFilter.Of(violations, request);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListMetricsAsync(page.ToQuery(request.Filter), matches, cancellationToken).ConfigureAwait(false);
                var (metrics, next) = page.Cut(found, metric => metric.Key);
                return new ListMetricsResponse { Metrics = { metrics }, NextPageToken = next };
            },
            context.CancellationToken);
    }

    public override Task<Metric> UpdateMetric(UpdateMetricRequest request, ServerCallContext context)
    {
        var given = request.Metric ??= new Metric();
        var key = new Violations();
        key.Key("metric.key", given.Key);
        key.ThrowIfAny();
        return request.ValidateOnly ? ValidateAsync(request, context) : store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason, given.Etag);
                var before = await FindAsync(session, given.Key, 0, cancellationToken).ConfigureAwait(false);
                var metric = FieldMasks.Apply(violations, request.UpdateMask, given, before);
                await MetricRules.CheckAsync(violations, session, metric, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(metric.Etag, before.Etag, NameOf(metric.Key));
                await TierRules.RequireChildrenFitAsync(session, before, metric, cancellationToken).ConfigureAwait(false);
                var after = session.PutVersion(Definition(metric, before), before);
                var answer = await WarnedAsync(session, after, cancellationToken).ConfigureAwait(false);
                return new Change<Metric>(answer, new AuditEntry("metric.update", NameOf(metric.Key), before, after));
            },
            context.CancellationToken);
    }

    public override Task<Metric> DeprecateMetric(DeprecateMetricRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.OptionalKey("replacement", request.Replacement);
        violations.AddIf(request.Key.Length > 0 && request.Replacement == request.Key, "replacement", "is the metric itself: name another, or none");
        violations.Mutation(request.RequestId, request.Reason, request.Etag);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var before = await FindAsync(session, request.Key, 0, cancellationToken).ConfigureAwait(false);
                await CheckReplacementAsync(violations, session, request.Replacement, cancellationToken).ConfigureAwait(false);
                violations.ThrowIfAny();
                WriteSession.RequireEtag(request.Etag, before.Etag, NameOf(request.Key));
                if (before.Deprecated && before.Replacement == request.Replacement)
                {
                    return new Change<Metric>(await InUseAsync(session, before, cancellationToken).ConfigureAwait(false), null);
                }

                var deprecated = before.Clone();
                deprecated.Deprecated = true;
                deprecated.Replacement = request.Replacement;
                var after = session.PutState(deprecated);
                var answer = await InUseAsync(session, after, cancellationToken).ConfigureAwait(false);
                return new Change<Metric>(answer, new AuditEntry("metric.deprecate", NameOf(request.Key), before, after));
            },
            context.CancellationToken);
    }

    private Task<Metric> ValidateAsync(RegisterMetricRequest request, ServerCallContext context) => store.ReadAsync(
        async (session, cancellationToken) =>
        {
            var metric = request.Metric;
            var violations = new Violations();
            violations.Mutation(request.RequestId, request.Reason);
            await MetricRules.CheckAsync(violations, session, metric, cancellationToken).ConfigureAwait(false);
            return await session.FindMetricAsync(metric.Key, 0, cancellationToken).ConfigureAwait(false) is null
                ? await WarnedAsync(session, Unstored(Definition(metric, null), 1), cancellationToken).ConfigureAwait(false)
                : throw ControlException.AlreadyExists(NameOf(metric.Key));
        },
        context.CancellationToken);

    private Task<Metric> ValidateAsync(UpdateMetricRequest request, ServerCallContext context) => store.ReadAsync(
        async (session, cancellationToken) =>
        {
            var given = request.Metric;
            var violations = new Violations();
            violations.Mutation(request.RequestId, request.Reason, given.Etag);
            var before = await FindAsync(session, given.Key, 0, cancellationToken).ConfigureAwait(false);
            var metric = FieldMasks.Apply(violations, request.UpdateMask, given, before);
            await MetricRules.CheckAsync(violations, session, metric, cancellationToken).ConfigureAwait(false);
            WriteSession.RequireEtag(metric.Etag, before.Etag, NameOf(metric.Key));
            await TierRules.RequireChildrenFitAsync(session, before, metric, cancellationToken).ConfigureAwait(false);
            return await WarnedAsync(session, Unstored(Definition(metric, before), before.Version + 1), cancellationToken).ConfigureAwait(false);
        },
        context.CancellationToken);

    /// <summary>What would be stored, without what only storing gives.</summary>
    private static Metric Unstored(Metric definition, int version)
    {
        definition.Version = version;
        definition.Etag = "";
        definition.CreateTime = null;
        return definition;
    }

    private static string NameOf(string key) => $"metrics/{key}";

    private static async Task<Metric> FindAsync(ReadSession session, string key, int version, CancellationToken cancellationToken) =>
        await session.FindMetricAsync(key, version, cancellationToken).ConfigureAwait(false)
        ?? throw ControlException.NotFound(version == 0 ? NameOf(key) : $"{NameOf(key)} version {version}");

    /// <summary>The answer with what its author should know; what is stored has no warnings, because they change without it.</summary>
    private static async Task<Metric> WarnedAsync(ReadSession session, Metric metric, CancellationToken cancellationToken)
    {
        var answer = metric.Clone();
        answer.Warnings.Add(MetricNeighbours.Of(metric, await session.ListMetricsAsync(Everything, cancellationToken).ConfigureAwait(false)));
        return answer;
    }

    /// <summary>The answer with the experiments that measure what is deprecated now.</summary>
    private static async Task<Metric> InUseAsync(ReadSession session, Metric metric, CancellationToken cancellationToken)
    {
        var answer = metric.Clone();
        answer.Warnings.Add(MetricUses.OfDeprecated(metric, await MetricUses.OpenAsync(session, cancellationToken).ConfigureAwait(false)));
        return answer;
    }

    /// <summary>Notes a replacement that nobody could use. As a deprecated metric replaces nothing, replacements cannot go in a circle.</summary>
    private static async Task CheckReplacementAsync(Violations violations, ReadSession session, string replacement, CancellationToken cancellationToken)
    {
        if (replacement.Length == 0)
        {
            return;
        }

        var found = await session.FindMetricAsync(replacement, 0, cancellationToken).ConfigureAwait(false);
        violations.AddIf(found is null, "replacement", $"there is no metrics/{replacement}: register it first");
        violations.AddIf(
            found is { Deprecated: true },
            "replacement",
            $"metrics/{replacement} is deprecated itself: {(found is { Replacement.Length: > 0 } ? $"use '{found.Replacement}'" : "use another")}");
    }

    /// <summary>Takes from a request what a user may write, and everything else from what is stored.</summary>
    private static Metric Definition(Metric wanted, Metric? before)
    {
        var definition = wanted.Clone();
        definition.Deprecated = before?.Deprecated ?? false;
        definition.Replacement = before?.Replacement ?? "";
        definition.Warnings.Clear();
        return definition;
    }
}
