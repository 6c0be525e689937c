using System.Threading.Channels;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using StackExchange.Redis;

namespace GrpcExp.Sidecar;

/// <summary>
/// Follows Redis: subscribes, then reads the snapshot, then applies the deltas that fit. A gap, a missing heartbeat or a
/// delta that does not lead to the stated hash means reading the snapshot again. A lost connection ends following, and
/// the next attempt starts over. What the key holds might be old, because the control plane may be away: only its
/// messages make a revision fresh.
/// </summary>
internal sealed class RedisSnapshotSource(SourceAddress address, string environment, TimeProvider time) : ISnapshotSource
{
    /// <summary>Heartbeats come each second: three missing ones are a silence.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    /// <summary>Messages waiting to be looked at; when more come, the oldest are dropped and the gap makes us read.</summary>
    private const int MaxWaiting = 256;

    private const int ConnectTimeoutMilliseconds = 2_000;

    public string Name => address.Name;

    public async Task FollowAsync(SourceLink link, CancellationToken cancellationToken)
    {
        var messages = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        var redis = await ConnectionMultiplexer.ConnectAsync(Configuration()).WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            redis.ConnectionFailed += (_, failure) =>
                messages.Writer.TryComplete(new IOException($"the connection failed: {failure.FailureType}"));
            var changes = new RedisChannel(RedisNames.ChangesChannel(environment), RedisChannel.PatternMode.Literal);
            await redis.GetSubscriber()
                .SubscribeAsync(changes, (_, message) => messages.Writer.TryWrite(message!))
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            await ReadSnapshotAsync(redis, link, cancellationToken).ConfigureAwait(false);
            while (true)
            {
                await TakeNextAsync(redis, messages.Reader, link, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            redis.Dispose();
        }
    }

    private async Task TakeNextAsync(
        ConnectionMultiplexer redis, ChannelReader<byte[]> messages, SourceLink link, CancellationToken cancellationToken)
    {
        if (!await IsHeardAsync(messages, cancellationToken).ConfigureAwait(false))
        {
            // Redis is there but the control plane may not be.
            link.LoseTouch();
            await ReadSnapshotAsync(redis, link, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!messages.TryRead(out var message))
        {
            return;
        }

        switch (Decide(message, link, out var change, out var applied))
        {
            case ChangeAction.Confirm:
                link.Confirm(change!.Epoch, change.ToRevision);
                break;
            case ChangeAction.Apply:
                link.Offer(applied!.Envelope, applied.Body);
                break;
            case ChangeAction.Reread:
                await HealAsync(redis, link, change, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask<bool> IsHeardAsync(ChannelReader<byte[]> messages, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            if (await messages.WaitToReadAsync(either.Token).ConfigureAwait(false))
            {
                return true;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        throw new IOException("the channel of changes ended");
    }

    // The snapshot confirms itself only when it is as new as the message that sent us there.
    private async Task HealAsync(ConnectionMultiplexer redis, SourceLink link, ChangeMessage? change, CancellationToken cancellationToken)
    {
        await ReadSnapshotAsync(redis, link, cancellationToken).ConfigureAwait(false);
        if (change is null)
        {
            // Garbage vouches for nothing and loses nothing.
            return;
        }

        if (link.Current is { } current && change.Epoch == current.Epoch && change.ToRevision <= current.Revision.Value)
        {
            link.Confirm(current.Epoch, current.Revision.Value);
        }
        else
        {
            link.LoseTouch();
        }
    }

    private static ChangeAction Decide(byte[] message, SourceLink link, out ChangeMessage? change, out AppliedDelta? applied)
    {
        try
        {
            change = ChangeMessage.Parser.ParseFrom(message);
            return ChangeTracker.Decide(link.Current, change, out applied);
        }
        catch (InvalidProtocolBufferException)
        {
            change = null;
            applied = null;
            return ChangeAction.Reread;
        }
    }

    private async Task ReadSnapshotAsync(ConnectionMultiplexer redis, SourceLink link, CancellationToken cancellationToken)
    {
        var key = RedisNames.SnapshotKey(environment);
        byte[]? bytes = await redis.GetDatabase().StringGetAsync(key).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            // It is still being followed: the next message, or the next silence, looks again.
            link.Miss($"there is no snapshot under the key '{key}'");
            return;
        }

        try
        {
            link.OfferUnconfirmed(SnapshotEnvelope.Parser.ParseFrom(bytes));
        }
        catch (InvalidProtocolBufferException exception)
        {
            link.Refuse($"what is under the key '{key}' is no snapshot: {exception.Message}");
        }
    }

    private ConfigurationOptions Configuration()
    {
        var separator = address.Target.LastIndexOf(':');
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = true,
            ConnectTimeout = ConnectTimeoutMilliseconds,
            ConnectRetry = 1,
            ClientName = "grpcexp-sidecar",
            Ssl = address.IsSecure,
            Password = address.Password,
        };
        options.EndPoints.Add(address.Target[..separator], int.Parse(address.Target[(separator + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        return options;
    }
}
