using System.Globalization;
using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Lifecycle;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Drift, versions, and the tree of goals.</summary>
internal sealed partial class MetricGrpcService
{
    private static readonly ResourceQuery Everything = new("", "", int.MaxValue);

    public override async Task<ListDriftResponse> ListDrift(ListDriftRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        EnumRules.Check(violations, "kind", request.Kind, isRequired: false);
        violations.ThrowIfAny();

        // Another database: it is not waited for inside the transaction, nor asked when nobody wants to know.
        var broken = request.Kind is MetricDriftKind.Unspecified or MetricDriftKind.ContractBroken
            ? await contracts.ListBrokenAsync(context.CancellationToken).ConfigureAwait(false)
            : [];
        return await store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var all = await DriftReport.OfAsync(session, broken, cancellationToken).ConfigureAwait(false);
                var wanted = all.Where(drift => request.Kind == MetricDriftKind.Unspecified || drift.Kind == request.Kind);
                var (drifts, next) = page.Of(wanted, DriftReport.KeyOf);
                return new ListDriftResponse { Drifts = { drifts }, NextPageToken = next };
            },
            context.CancellationToken).ConfigureAwait(false);
    }

    public override Task<ListMetricVersionsResponse> ListMetricVersions(ListMetricVersionsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        var isNumber = int.TryParse(page.After.Length == 0 ? "0" : page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var before);
        violations.AddIf(!isNumber, "page_token", "is not one of this list: send next_page_token of the page before, or nothing");
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                // One more for the next page, and one to compare the last with.
                var found = await session.ListMetricVersionsAsync(request.Key, before, page.Size + 2, cancellationToken).ConfigureAwait(false);
                if (found.Count == 0 && before == 0)
                {
                    throw ControlException.NotFound(NameOf(request.Key));
                }

                var running = await Reservations.RunningAsync(session, cancellationToken).ConfigureAwait(false);
                var (metrics, next) = page.Cut(found, metric => metric.Version.ToString(CultureInfo.InvariantCulture));
                return new ListMetricVersionsResponse
                {
                    Versions = { metrics.Select((metric, i) => VersionOf(metric, i + 1 < found.Count ? found[i + 1] : null, running)) },
                    NextPageToken = next,
                };
            },
            context.CancellationToken);
    }

    public override Task<MetricTree> GetMetricTree(GetMetricTreeRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.OptionalKey("root_metric", request.RootMetric);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                if (request.RootMetric.Length > 0)
                {
                    await FindAsync(session, request.RootMetric, 0, cancellationToken).ConfigureAwait(false);
                }

                var metrics = await session.ListMetricsAsync(Everything, cancellationToken).ConfigureAwait(false);
                var running = await Reservations.RunningAsync(session, cancellationToken).ConfigureAwait(false);
                return MetricTrees.Of(metrics, request.RootMetric, request.IncludeDeprecated, running);
            },
            context.CancellationToken);
    }

    private static MetricVersion VersionOf(Metric metric, Metric? before, IReadOnlyList<Experiment> running) => new()
    {
        Metric = metric,
        ChangedFields = { before is null ? [] : MetricChanges.Between(before, metric) },
        RunningExperiments =
        {
            running
                .Where(experiment => experiment.PinnedMetricVersions.TryGetValue(metric.Key, out var pinned) && pinned == metric.Version)
                .Select(experiment => experiment.Key),
        },
    };
}
