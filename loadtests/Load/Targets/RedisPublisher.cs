using GrpcExp.Sync;
using StackExchange.Redis;

namespace GrpcExp.Load.Targets;

/// <summary>Publishes prepared changes to Redis as the control plane does: the snapshot under its key, then the message.</summary>
internal sealed class RedisPublisher : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _redis;
    private readonly string _environment;
    private readonly RedisChannel _changes;

    private RedisPublisher(ConnectionMultiplexer redis, string environment)
    {
        _redis = redis;
        _environment = environment;
        _changes = new RedisChannel(RedisNames.ChangesChannel(environment), RedisChannel.PatternMode.Literal);
    }

    /// <summary>Connects and publishes the first snapshot.</summary>
    /// <param name="address">host:port.</param>
    /// <param name="environment">Environment, of this run alone: the server may be shared.</param>
    /// <param name="first">The first sealed snapshot.</param>
    public static async Task<RedisPublisher> StartAsync(string address, string environment, byte[] first)
    {
        var publisher = new RedisPublisher(await ConnectionMultiplexer.ConnectAsync(address), environment);
        await publisher.StoreAsync(first);
        return publisher;
    }

    /// <summary>Gives both commands before it waits, so that changes leave in the order in which they are given.</summary>
    public Task PublishAsync(PreparedChange change) =>
        Task.WhenAll(StoreAsync(change.Envelope), _redis.GetSubscriber().PublishAsync(_changes, change.Message));

    public async ValueTask DisposeAsync()
    {
        await _redis.GetDatabase().KeyDeleteAsync(RedisNames.SnapshotKey(_environment));
        _redis.Dispose();
    }

    private Task StoreAsync(byte[] envelope) => _redis.GetDatabase().StringSetAsync(RedisNames.SnapshotKey(_environment), envelope);
}
