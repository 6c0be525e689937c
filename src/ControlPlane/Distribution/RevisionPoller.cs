using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using GrpcExp.Sync;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>Asks the database every second for what other replicas have committed; while it does not answer, evaluations say that they may be stale.</summary>
internal sealed class RevisionPoller(
    ControlStore store,
    SnapshotFeed feed,
    SnapshotState state,
    TimeProvider time,
    ILogger<RevisionPoller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Limits.Heartbeat, time);
        var isLost = false;
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await PollAsync(stoppingToken).ConfigureAwait(false);
                isLost = false;
            }
            catch (StorageException exception) when (exception.Error == StorageError.Unavailable)
            {
                state.LoseTouch();
                if (!isLost)
                {
                    Log.FeedLost(logger, exception.InnerException?.Message ?? exception.Message);
                    isLost = true;
                }
            }
        }
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var commits = feed.Commits;
        var (epoch, revision) = await store.ReadPositionAsync(cancellationToken).ConfigureAwait(false);
        var current = feed.Current;
        if (epoch != current.Epoch || revision > current.Revision)
        {
            feed.OfferRead(await store.ReadSnapshotAsync(cancellationToken).ConfigureAwait(false), commits);
        }

        state.Confirm();
    }
}
