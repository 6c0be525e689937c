using GrpcExp.Storage;
using GrpcExp.Storage.Errors;

namespace GrpcExp.ControlPlane;

/// <summary>Forgets, once an hour, what the control plane need not remember.</summary>
internal sealed class Maintenance(ControlStore store, TimeProvider time, ILogger<Maintenance> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Limits.Maintenance, time);
        do
        {
            try
            {
                var count = await store.ForgetRequestsAsync(stoppingToken).ConfigureAwait(false);
                if (count > 0)
                {
                    Log.RequestsForgotten(logger, count);
                }
            }
            catch (StorageException exception)
            {
                Log.MaintenanceFailed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
