using System.Data.Common;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage;
using GrpcExp.Warehouse;
using GrpcExp.Warehouse.Traffic;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>Says what to look at before an experiment is launched.</summary>
internal sealed class LaunchChecklists(ControlStore store, TrafficReader reader, TimeProvider time)
{
    /// <exception cref="Errors.ControlException">NotFound.</exception>
    public async Task<LaunchChecklist> GetAsync(string key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var checks = new LaunchChecks();
        var subject = await store
            .ReadAsync((session, token) => StateChecks.CheckAsync(checks, session, key, now, token), cancellationToken)
            .ConfigureAwait(false);
        var forecast = new TrafficForecast();
        try
        {
            forecast = await new TrafficChecks(reader).CheckAsync(checks, subject, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WarehouseException or DbException or TimeoutException)
        {
            checks.Add("traffic", LaunchCheckStatus.Unknown, "the warehouse cannot be read");
        }

        return new LaunchChecklist { ExperimentKey = key, Ready = checks.Ready, Checks = { checks.All }, Forecast = forecast, Revision = subject.Revision };
    }
}
