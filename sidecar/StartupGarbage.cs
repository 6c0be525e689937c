using GrpcExp.Sync;
using Microsoft.Extensions.Hosting;

namespace GrpcExp.Sidecar;

/// <summary>
/// Gives back, once, what starting needed and serving does not: reading and compiling the first snapshot leaves several times its size
/// behind, which nothing would collect while lookups hardly allocate.
/// </summary>
internal sealed class StartupGarbage(SnapshotState state, TimeProvider time) : BackgroundService
{
    /// <summary>After the first snapshot, so that the first callers do not meet the pause.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await state.WaitForOtherThanAsync(null, stoppingToken).ConfigureAwait(false);
        await Task.Delay(Delay, time, stoppingToken).ConfigureAwait(false);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
