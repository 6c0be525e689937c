using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>Saves each snapshot that is served from then on; a slow disk skips to the newest.</summary>
/// <param name="state">Holds the snapshot.</param>
/// <param name="store">Takes it.</param>
/// <param name="logger">The log.</param>
public sealed class SnapshotSaver(SnapshotState state, SnapshotFileStore store, ILogger<SnapshotSaver> logger) : BackgroundService
{
    // What is there before anything is followed came from the disk itself.
    private readonly LoadedSnapshot? _loaded = state.Current;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = _loaded;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                known = await state.WaitForOtherThanAsync(known, stoppingToken).ConfigureAwait(false);
                store.Save(known.Envelope, state.ConfirmedAt);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.SnapshotNotSaved(logger, known?.Revision.Value ?? 0, exception.Message);
            }
        }
    }
}
