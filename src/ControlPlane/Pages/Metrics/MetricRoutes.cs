using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.Storage;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Pages.Metrics;

/// <summary>The pages of metrics.</summary>
internal sealed class MetricRoutes(ControlStore store, PageRenderer renderer)
{
    private static readonly ResourceQuery Everything = new("", "", int.MaxValue);

    public void Map(IEndpointRouteBuilder web, PageGate gate)
    {
        web.MapGet("/metrics", gate.Page(async page => await renderer.ShowAsync<MetricsPage>(page, await ListAsync(page).ConfigureAwait(false)).ConfigureAwait(false)));
        web.MapGet("/metrics/{key}", gate.Page(async page => await renderer.ShowAsync<MetricPage>(page, await ReadAsync(page).ConfigureAwait(false)).ConfigureAwait(false)));
    }

    private Task<IReadOnlyList<MetricLine>> ListAsync(PageContext page) => store.ReadAsync(
        async (session, token) => MetricTree.Of(
            await session.ListMetricsAsync(Everything, token).ConfigureAwait(false),
            await session.ListExperimentsAsync(Everything, ExperimentState.Running, token).ConfigureAwait(false)),
        page.Cancelled);

    private Task<MetricModel> ReadAsync(PageContext page) => store.ReadAsync(
        async (session, token) =>
        {
            var key = page.Part("key");
            var versions = (await session.ListMetricVersionsAsync(token).ConfigureAwait(false)).Where(metric => metric.Key == key).OrderByDescending(metric => metric.Version).ToList();
            if (versions.Count == 0)
            {
                throw ControlException.NotFound($"metrics/{Violations.Shown(key)}");
            }

            var drivers = (await session.ListMetricsAsync(Everything, token).ConfigureAwait(false)).Where(metric => metric.ParentMetric == key).ToList();
            var experiments = (await session.ListExperimentsAsync(Everything, ExperimentState.Unspecified, token).ConfigureAwait(false))
                .Where(experiment => MetricTree.UsedBy(experiment).Contains(key, StringComparer.Ordinal))
                .OrderBy(experiment => experiment.State == ExperimentState.Running ? 0 : 1)
                .ToList();
            return new MetricModel(versions, drivers, experiments);
        },
        page.Cancelled);
}
