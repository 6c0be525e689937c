using Grpc.HealthCheck;
using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using GrpcExp.Sync;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>Asks the database every second for what other replicas have committed; while it does not answer, this server is not healthy.</summary>
internal sealed class RevisionPoller(
    ControlStore store,
    SnapshotFeed feed,
    SnapshotState state,
    HealthServiceImpl health,
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
                health.SetStatus("", ServingStatus.Serving);
                isLost = false;
            }
            catch (StorageException exception) when (exception.Error == StorageError.Unavailable)
            {
                state.LoseTouch();
                health.SetStatus("", ServingStatus.NotServing);
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
