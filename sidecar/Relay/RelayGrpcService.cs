using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using Microsoft.Extensions.Hosting;
using Status = Grpc.Core.Status;

namespace GrpcExp.Sidecar.Relay;

/// <summary>
/// Hands the sidecar's snapshot on to the processes beside it, so that any number of them load neither the control plane
/// nor Redis. Over the Unix socket only: a snapshot shows rules and units, and the socket is for its allowed users.
/// </summary>
/// <param name="environment">Environment being served.</param>
/// <param name="state">Holds the snapshot.</param>
/// <param name="watchers">Counts who follows.</param>
/// <param name="lifetime">Ends following when the process stops.</param>
/// <param name="time">The clock.</param>
internal sealed class RelayGrpcService(
    string environment, SnapshotState state, RelayWatchers watchers, IHostApplicationLifetime lifetime, TimeProvider time) : SyncService.SyncServiceBase
{
    /// <inheritdoc/>
    public override Task<SnapshotEnvelope> GetSnapshot(GetSnapshotRequest request, ServerCallContext context)
    {
        Admit(request.Environment, context);
        return state.Current is { } current
            ? Task.FromResult(Whole(current, state.StaleAge))
            : throw Failure(StatusCode.Unavailable, EvaluationDetails.NotReady);
    }

    /// <inheritdoc/>
    public override async Task WatchSnapshots(
        WatchSnapshotsRequest request, IServerStreamWriter<SnapshotEnvelope> responseStream, ServerCallContext context)
    {
        Admit(request.Environment, context);
        if (request.SidecarId.Length > RelayLimits.NameLength)
        {
            throw Failure(StatusCode.InvalidArgument, $"sidecar_id: its {request.SidecarId.Length} characters are over the limit of {RelayLimits.NameLength}; shorten it.");
        }

        if (!watchers.TryEnter(out var place))
        {
            throw Failure(StatusCode.ResourceExhausted, $"{RelayLimits.Watchers} processes follow this sidecar already; ask it over the raw socket instead, or run another.");
        }

        using (place)
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping))
        {
            try
            {
                await FollowAsync(request.Epoch, request.Revision, responseStream, ending.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw Failure(StatusCode.Unavailable, "The sidecar is stopping; follow it again when it is back.");
            }
        }
    }

    // One snapshot is on its way at most, and the next one looked at is the newest: a slow reader skips what lies between.
    private async Task FollowAsync(string epoch, long revision, IServerStreamWriter<SnapshotEnvelope> stream, CancellationToken ending)
    {
        LoadedSnapshot? told = null;
        while (true)
        {
            if (state.Current is { } current)
            {
                var isNews = current.Epoch != epoch || current.Revision.Value > revision;
                await stream.WriteAsync(isNews ? Whole(current, state.StaleAge) : SignOfLife(current, state.StaleAge), ending).ConfigureAwait(false);
                (told, epoch, revision) = (current, current.Epoch, Math.Max(current.Revision.Value, isNews ? 0 : revision));
            }

            await WaitAsync(told, ending).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(LoadedSnapshot? told, CancellationToken ending)
    {
        using var silence = new CancellationTokenSource(RelayLimits.Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, ending);
        try
        {
            await state.WaitForOtherThanAsync(told, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            // Time to be heard of.
        }
    }

    private static SnapshotEnvelope Whole(LoadedSnapshot snapshot, TimeSpan? staleAge) => staleAge is null ? snapshot.Envelope : new SnapshotEnvelope
    {
        Epoch = snapshot.Envelope.Epoch,
        Revision = snapshot.Envelope.Revision,
        Sha256 = snapshot.Envelope.Sha256,
        Body = snapshot.Envelope.Body,
        StaleAge = Duration.FromTimeSpan(staleAge.Value),
    };

    // A heartbeat vouches for the revision only while somebody vouches for it here.
    private static SnapshotEnvelope SignOfLife(LoadedSnapshot snapshot, TimeSpan? staleAge) => new()
    {
        Epoch = snapshot.Epoch,
        Revision = snapshot.Revision.Value,
        StaleAge = staleAge is { } age ? Duration.FromTimeSpan(age) : null,
    };

    private void Admit(string asked, ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.RemoteIpAddress is not null)
        {
            throw Failure(StatusCode.PermissionDenied, "Snapshots are handed on over the sidecar's Unix socket only.");
        }

        if (asked != environment)
        {
            throw Failure(StatusCode.NotFound, $"environment: there is no '{(asked.Length <= RelayLimits.NameLength ? asked : asked[..RelayLimits.NameLength])}' here; this sidecar serves '{environment}'.");
        }
    }

    private static RpcException Failure(StatusCode code, string detail) => new(new Status(code, detail));
}
