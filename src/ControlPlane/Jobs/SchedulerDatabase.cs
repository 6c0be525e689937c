using System.Data.Common;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Jobs;

/// <summary>The connections of a scheduler that replicas share.</summary>
/// <param name="Source">Where they come from; null when there are no replicas, and the schedule is in memory.</param>
internal sealed record SchedulerDatabase(DbDataSource? Source) : IAsyncDisposable
{
    /// <summary>True when other servers may run the same jobs.</summary>
    public bool IsShared => Source is not null;

    /// <summary>A server that runs nothing by itself keeps out of the schedule of the others.</summary>
    public static SchedulerDatabase Of(ControlStore store, JobsModel model) =>
        new(model.RunByThemselves ? store.OpenScheduler(Limits.SchedulerConnections) : null);

    public ValueTask DisposeAsync() => Source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
