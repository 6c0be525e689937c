using Grpc.Core;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>Hands snapshots to sidecars.</summary>
internal sealed class SyncGrpcService(
    ControlStore store,
    SnapshotFeed feed,
    WatcherCount watchers,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SyncGrpcService> logger) : SyncService.SyncServiceBase
{
    public override Task<SnapshotEnvelope> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        RequireEnvironment(request.Environment);

        // From the database: whoever asks after another replica has answered must see what that one committed.
        return store.ReadSnapshotAsync(context.CancellationToken);
    }

    public override async Task WatchSnapshots(
        WatchSnapshotsRequest request,
        IServerStreamWriter<SnapshotEnvelope> responseStream,
        ServerCallContext context)
    {
        var violations = new Violations();
        violations.Text("sidecar_id", request.SidecarId, Limits.SidecarIdLength);
        violations.ThrowIfAny();
        RequireEnvironment(request.Environment);
        using var place = watchers.Enter();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        var sidecar = Violations.Shown(request.SidecarId);
        Log.SidecarFollows(logger, sidecar, request.Revision);
        try
        {
            await FollowAsync(request, responseStream, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new ControlException(ControlError.Unavailable, "The server is stopping; follow another replica, or this one when it is back.");
        }
        finally
        {
            Log.SidecarLeft(logger, sidecar);
        }
    }

    private async Task FollowAsync(WatchSnapshotsRequest request, IServerStreamWriter<SnapshotEnvelope> responseStream, CancellationToken cancellationToken)
    {
        var (epoch, revision) = (request.Epoch, request.Revision);
        while (true)
        {
            var changed = feed.Changed;
            var current = feed.Current;
            if (current.Epoch != epoch || current.Revision > revision)
            {
                await responseStream.WriteAsync(current, cancellationToken).ConfigureAwait(false);
                (epoch, revision) = (current.Epoch, current.Revision);
            }

            try
            {
                await changed.WaitAsync(Limits.WatchHeartbeat, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await responseStream.WriteAsync(new SnapshotEnvelope { Epoch = epoch, Revision = revision }, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void RequireEnvironment(string environment)
    {
        if (environment != store.Environment)
        {
            throw new ControlException(
                ControlError.NotFound, $"There is no environment '{Violations.Shown(environment)}' here; this server has '{store.Environment}'.");
        }
    }
}
