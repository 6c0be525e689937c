using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Warehouse.Builds;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>Builds the warehouse, so that readouts are never much older than the events.</summary>
internal sealed class WarehouseBuildJob(WarehouseBuilds builds) : IJobWork
{
    public static readonly JobDefinition Entry = new(
        "warehouse-build",
        "Builds the warehouse from what has come in",
        "0 5 * * * ?",
        CatchesUp: true,
        TimeSpan.FromHours(2),
        """
        Exports the definitions as of one revision and builds all models, as BuildWarehouse does. A build is published as a whole or not
        at all, and the same events give the same tables, so a second run changes nothing. While another build runs it is left out.
        """);

    public JobDefinition Definition => Entry;

    public Task<JobResult> RunAsync(JobCall call, CancellationToken cancellationToken) => BuildAsync(builds, cancellationToken);

    /// <summary>Builds everything that is new; failed data tests fail the run, published or not, because whoever runs the platform must act.</summary>
    public static async Task<JobResult> BuildAsync(WarehouseBuilds builds, CancellationToken cancellationToken)
    {
        var last = await builds.RunAsync(new BuildOptions(), untilStop: false, cancellationToken).LastAsync(cancellationToken).ConfigureAwait(false);
        var text = last.Detail.Length == 0 ? $"{last.Node}: {last.Status}" : $"{last.Node}: {last.Status}: {last.Detail}";
        return last.Status is "ok" or "warn" ? JobResult.Done(text) : JobResult.Failed(text);
    }
}
