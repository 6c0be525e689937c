using System.Diagnostics;
using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Sync;
using StackExchange.Redis;

namespace GrpcExp.Load.Targets;

/// <summary>Publishes changes of the configuration to Redis as the control plane does: snapshot, then delta, and heartbeats.</summary>
internal sealed class RedisPublisher : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _redis;
    private readonly RedisChannel _changes;
    private Snapshot _newest = LoadSnapshot.Create();
    private long _beat;

    private RedisPublisher(ConnectionMultiplexer redis)
    {
        _redis = redis;
        _newest.Environment = Environment;
        _changes = new RedisChannel(RedisNames.ChangesChannel(Environment), RedisChannel.PatternMode.Literal);
    }

    /// <summary>An environment of this run alone: the server may be shared.</summary>
    public string Environment { get; } = $"load-{Guid.NewGuid():N}";

    /// <summary>Connects and publishes the first snapshot.</summary>
    /// <param name="address">host:port.</param>
    public static async Task<RedisPublisher> StartAsync(string address)
    {
        var publisher = new RedisPublisher(await ConnectionMultiplexer.ConnectAsync(address));
        await publisher.StoreAsync(SnapshotCodec.Seal(publisher._newest));
        return publisher;
    }

    /// <summary>Switches a flag on or off in a new revision.</summary>
    /// <returns>The flag's new version.</returns>
    public async Task<long> SwitchAsync(int number)
    {
        var next = new Snapshot { Environment = Environment, Epoch = _newest.Epoch, Revision = _newest.Revision + 1, Experiments = { _newest.Experiments } };
        // Flags are never changed, only replaced, so both snapshots may share the others.
        next.Flags.AddRange(_newest.Flags);
        var key = Workload.Flag(number);
        var index = next.Flags.Select((flag, i) => (flag.Key, i)).First(f => f.Key == key).i;
        var changed = next.Flags[index].Clone();
        changed.Enabled = !changed.Enabled;
        changed.Version++;
        next.Flags[index] = changed;
        var envelope = SnapshotCodec.Seal(next);
        await StoreAsync(envelope);
        await SendAsync(SnapshotDeltas.Between(_newest, next, envelope));
        _newest = next;
        await BeatAsync();
        return changed.Version;
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.GetDatabase().KeyDeleteAsync(RedisNames.SnapshotKey(Environment));
        _redis.Dispose();
    }

    // Once a second, as the control plane does.
    private async Task BeatAsync()
    {
        if (Stopwatch.GetElapsedTime(_beat) > TimeSpan.FromSeconds(1))
        {
            _beat = Stopwatch.GetTimestamp();
            await SendAsync(SnapshotDeltas.Heartbeat(_newest.Epoch, _newest.Revision));
        }
    }

    private Task StoreAsync(SnapshotEnvelope envelope) =>
        _redis.GetDatabase().StringSetAsync(RedisNames.SnapshotKey(Environment), envelope.ToByteArray());

    private Task SendAsync(ChangeMessage message) => _redis.GetSubscriber().PublishAsync(_changes, message.ToByteArray());
}
