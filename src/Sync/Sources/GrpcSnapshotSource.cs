using Grpc.Core;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.Sync;

/// <summary>Follows the control plane's stream of snapshots.</summary>
/// <param name="client">Client of the control plane.</param>
/// <param name="options">What to follow, and as whom.</param>
/// <param name="time">The clock.</param>
public sealed class GrpcSnapshotSource(SyncService.SyncServiceClient client, GrpcSourceOptions options, TimeProvider time) : ISnapshotSource
{
    /// <summary>A duration can be longer than a time span; a hundred years say as much.</summary>
    private const long LongestAgeSeconds = 100L * 365 * 24 * 60 * 60;

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public async Task FollowAsync(SourceLink link, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        var current = link.Current;
        var request = new WatchSnapshotsRequest
        {
            Environment = options.Environment,
            Epoch = current?.Epoch ?? "",
            Revision = current?.Revision.Value ?? 0,
            SidecarId = options.SidecarId,
        };
        var headers = new Metadata();
        if (!string.IsNullOrEmpty(options.Token))
        {
            headers.Add("authorization", $"Bearer {options.Token}");
        }

        using var call = client.WatchSnapshots(request, headers, cancellationToken: either.Token);
        try
        {
            while (await call.ResponseStream.MoveNext(either.Token).ConfigureAwait(false))
            {
                silence.CancelAfter(options.LongestSilence);
                Take(link, call.ResponseStream.Current);
            }
        }
        catch (Exception exception) when (silence.IsCancellationRequested && exception is OperationCanceledException or RpcException)
        {
            throw new TimeoutException($"it was silent for {options.LongestSilence.TotalSeconds:0} s", exception);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }

        throw new InvalidOperationException("the control plane ended the stream");
    }

    private static void Take(SourceLink link, SnapshotEnvelope envelope)
    {
        if (envelope.StaleAge is { } age)
        {
            // A relay that is out of touch itself: better than nothing, but it vouches for nothing.
            link.OfferStale(envelope, TimeSpan.FromSeconds(Math.Clamp(age.Seconds, 0, LongestAgeSeconds)));
        }
        else if (!envelope.Body.IsEmpty)
        {
            link.Offer(envelope);
        }
        else if (link.Current is { } current)
        {
            // A heartbeat may leave the revision out: it says that nothing changed since what was sent.
            link.Confirm(
                envelope.Revision == 0 ? current.Epoch : envelope.Epoch,
                envelope.Revision == 0 ? current.Revision.Value : envelope.Revision);
        }
    }
}
