using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Distribution;
using GrpcExp.ControlPlane.Jobs;
using GrpcExp.ControlPlane.Pages.Layout;
using GrpcExp.Warehouse.Monitoring;

namespace GrpcExp.ControlPlane.Pages.Operations;

/// <summary>The page of operations.</summary>
internal sealed class OperationsRoutes(JobGrpcService jobs, MonitoringReader monitoring, SnapshotFeed feed, WatcherCount watchers, PageRenderer renderer, TimeProvider time)
{
    private const int AnomalyDays = 7;

    public void Map(IEndpointRouteBuilder web, PageGate gate) => web.MapGet("/operations", gate.Page(async page =>
    {
        var call = PageCall.Of(page, JobService.Descriptor.FullName, nameof(JobService.JobServiceBase.ListJobs));
        var listed = await jobs.ListJobs(new ListJobsRequest(), call).ConfigureAwait(false);
        var late = await monitoring.ListLateAsync(page.Cancelled).ConfigureAwait(false);
        var anomalies = await monitoring.ListAnomaliesAsync(AnomalyDays, page.Cancelled).ConfigureAwait(false);
        var model = new OperationsModel([.. listed.Jobs], late, anomalies, feed.Current.Revision, watchers.Count, time.GetUtcNow().UtcDateTime);
        await renderer.ShowAsync<OperationsPage>(page, model).ConfigureAwait(false);
    }));
}
