using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcExp.Sync;

/// <summary>Saves each snapshot that is served from then on; a slow disk skips to the newest, a failing one is tried again.</summary>
/// <param name="state">Holds the snapshot.</param>
/// <param name="store">Takes it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
public sealed class SnapshotSaver(SnapshotState state, SnapshotFileStore store, TimeProvider time, ILogger<SnapshotSaver> logger) : BackgroundService
{
    /// <summary>How long a disk that failed is left alone; then the newest snapshot is tried.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    // What is there before anything is followed came from the disk itself.
    private readonly LoadedSnapshot? _loaded = state.Current;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var saved = _loaded;
        try
        {
            while (true)
            {
                var newest = await state.WaitForOtherThanAsync(saved, stoppingToken).ConfigureAwait(false);
                if (TrySave(newest))
                {
                    saved = newest;
                }
                else
                {
                    await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private bool TrySave(LoadedSnapshot snapshot)
    {
        try
        {
            store.Save(snapshot.Envelope, state.ConfirmedAt);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.SnapshotNotSaved(logger, snapshot.Revision.Value, exception.Message);
            return false;
        }
    }
}
