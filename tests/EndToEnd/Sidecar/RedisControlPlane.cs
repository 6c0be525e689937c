using System.Net;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using StackExchange.Redis;

namespace GrpcExp.EndToEnd.Sidecar;

/// <summary>Publishes to a real Redis as the control plane does: snapshot, delta, heartbeats; and can leave each of them out.</summary>
internal sealed class RedisControlPlane : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _redis;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;
    private volatile Snapshot? _newest;

    private RedisControlPlane(ConnectionMultiplexer redis)
    {
        _redis = redis;
        _beating = BeatAsync();
    }

    /// <summary>An environment of this test alone: the server is shared.</summary>
    public string Environment { get; } = $"e2e-{Guid.NewGuid():N}";

    public static IPEndPoint Server()
    {
        var address = System.Environment.GetEnvironmentVariable("GRPCEXP_TEST_REDIS");
        return address is { Length: > 0 }
            ? IPEndPoint.Parse(address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal))
            : throw new InvalidOperationException("GRPCEXP_TEST_REDIS is not set: run ./test.sh, or name a Redis as host:port.");
    }

    public static async Task<RedisControlPlane> StartAsync() => new(await ConnectionMultiplexer.ConnectAsync(Server().ToString()));

    /// <summary>Publishes a change as the control plane does.</summary>
    public async Task PublishAsync(Snapshot snapshot)
    {
        snapshot.Environment = Environment;
        var envelope = await StoreAsync(snapshot);
        await SendAsync(SnapshotDeltas.Between(_newest, snapshot, envelope));
        _newest = snapshot;
    }

    /// <summary>Publishes a change whose message gets lost.</summary>
    public async Task PublishWithoutTellingAsync(Snapshot snapshot)
    {
        snapshot.Environment = Environment;
        await StoreAsync(snapshot);
        _newest = snapshot;
    }

    /// <summary>Publishes a change whose snapshot could not be stored: only the delta can carry it.</summary>
    public async Task PublishOnlyTheDeltaAsync(Snapshot snapshot)
    {
        snapshot.Environment = Environment;
        await SendAsync(SnapshotDeltas.Between(_newest, snapshot, SnapshotCodec.Seal(snapshot)));
        _newest = snapshot;
    }

    public Task StoreRawAsync(byte[] bytes) => _redis.GetDatabase().StringSetAsync(RedisNames.SnapshotKey(Environment), bytes);

    public Task SendAsync(ChangeMessage message) => SendRawAsync(message.ToByteArray());

    public Task SendRawAsync(byte[] message) =>
        _redis.GetSubscriber().PublishAsync(new RedisChannel(RedisNames.ChangesChannel(Environment), RedisChannel.PatternMode.Literal), message);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        await _redis.GetDatabase().KeyDeleteAsync(RedisNames.SnapshotKey(Environment));
        _redis.Dispose();
        _stop.Dispose();
    }

    private async Task<SnapshotEnvelope> StoreAsync(Snapshot snapshot)
    {
        var envelope = SnapshotCodec.Seal(snapshot);
        await StoreRawAsync(envelope.ToByteArray());
        return envelope;
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_newest is { } newest)
                {
                    await SendAsync(SnapshotDeltas.Heartbeat(newest.Epoch, newest.Revision));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
