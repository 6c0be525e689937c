using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.ControlPlane.Updates;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>The metric registry.</summary>
internal sealed class MetricGrpcService(ControlStore store) : MetricService.MetricServiceBase
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
                return new Change<Metric>(after, new AuditEntry("metric.register", NameOf(metric.Key), null, after));
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
                var after = session.PutVersion(Definition(metric, before), before);
                return new Change<Metric>(after, new AuditEntry("metric.update", NameOf(metric.Key), before, after));
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
                if (request.Replacement.Length > 0
                    && await session.FindMetricAsync(request.Replacement, 0, cancellationToken).ConfigureAwait(false) is null)
                {
                    violations.Add("replacement", $"there is no metrics/{request.Replacement}: register it first");
                    violations.ThrowIfAny();
                }

                WriteSession.RequireEtag(request.Etag, before.Etag, NameOf(request.Key));
                if (before.Deprecated && before.Replacement == request.Replacement)
                {
                    return new Change<Metric>(before, null);
                }

                var deprecated = before.Clone();
                deprecated.Deprecated = true;
                deprecated.Replacement = request.Replacement;
                var after = session.PutState(deprecated);
                return new Change<Metric>(after, new AuditEntry("metric.deprecate", NameOf(request.Key), before, after));
            },
            context.CancellationToken);
    }

    public override Task<ListDriftResponse> ListDrift(ListDriftRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var all = new ResourceQuery("", "", int.MaxValue);
                var newest = (await session.ListMetricsAsync(all, cancellationToken).ConfigureAwait(false)).ToDictionary(metric => metric.Key, metric => metric.Version);
                var running = await session.ListExperimentsAsync(all, ExperimentState.Running, cancellationToken).ConfigureAwait(false);
                var outdated = running.SelectMany(experiment => experiment.PinnedMetricVersions
                    .Where(pinned => newest.GetValueOrDefault(pinned.Key) > pinned.Value)
                    .Select(pinned => new MetricDrift
                    {
                        ExperimentKey = experiment.Key,
                        MetricKey = pinned.Key,
                        PinnedVersion = pinned.Value,
                        CurrentVersion = newest[pinned.Key],
                    }));
                var (drifts, next) = page.Of(outdated, drift => $"{drift.ExperimentKey}/{drift.MetricKey}");
                return new ListDriftResponse { Drifts = { drifts }, NextPageToken = next };
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
                ? Unstored(Definition(metric, null), 1)
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
            return Unstored(Definition(metric, before), before.Version + 1);
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

    /// <summary>Takes from a request what a user may write, and everything else from what is stored.</summary>
    private static Metric Definition(Metric wanted, Metric? before)
    {
        var definition = wanted.Clone();
        definition.Deprecated = before?.Deprecated ?? false;
        definition.Replacement = before?.Replacement ?? "";
        return definition;
    }
}
