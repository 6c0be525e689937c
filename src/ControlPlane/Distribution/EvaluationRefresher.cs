using GrpcExp.Sync;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>Compiles each new snapshot for this server's own evaluations, outside the write path and not more often than needed.</summary>
internal sealed class EvaluationRefresher(SnapshotFeed feed, SnapshotState state, TimeProvider time, ILogger<EvaluationRefresher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = feed.Changed;
            var snapshot = feed.Current;
            var began = time.GetTimestamp();
            var offer = state.Offer(snapshot);
            if (offer.Outcome == OfferOutcome.Refused)
            {
                Log.SnapshotRefused(logger, snapshot.Revision, offer.Reason ?? "");
            }

            // While many changes follow each other, compiling large snapshots takes at most a tenth of one core.
            var rest = TimeSpan.FromTicks(Math.Clamp(
                10 * time.GetElapsedTime(began).Ticks, Limits.EvaluationRefresh.Ticks, Limits.LongestEvaluationRefresh.Ticks));
            await Task.Delay(rest, time, stoppingToken).ConfigureAwait(false);
            await changed.WaitAsync(stoppingToken).ConfigureAwait(false);
        }
    }
}
