using Google.Protobuf;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Storage;
using GrpcExp.Storage.Errors;
using GrpcExp.Sync;
using StackExchange.Redis;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>
/// Publishes to Redis what was committed: the newest snapshot first, so that whoever a delta wakes can read it, then
/// the deltas of the outbox, and a heartbeat every second. Nothing is lost while Redis is away: the outbox keeps the
/// deltas, and each heartbeat checks that Redis still has the newest snapshot.
/// </summary>
internal sealed class RedisPublisher(
    string endpoint,
    ControlStore store,
    SnapshotFeed feed,
    RedisLink link,
    TimeProvider time,
    Random random,
    ILogger<RedisPublisher> logger) : BackgroundService
{
    // Replicas publish side by side: a slow one must not put an older snapshot over a newer one. What the key holds is
    // noted beside it, because a script cannot read the envelope. Without ARGV[3] it only says whether a set is due.
    private const string SetIfNewer = """
        local known = redis.call('GET', KEYS[2])
        if known and redis.call('EXISTS', KEYS[1]) == 1 then
          local epoch, revision = string.match(known, '^(%S+) (%d+)$')
          if epoch == ARGV[1] and tonumber(revision) >= tonumber(ARGV[2]) then
            return 0
          end
        end
        if ARGV[3] then
          redis.call('SET', KEYS[1], ARGV[3])
          redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. ARGV[2])
        end
        return 1
        """;

    private readonly RedisKey[] _keys =
        [RedisNames.SnapshotKey(store.Environment), RedisNames.SnapshotKey(store.Environment) + ":revision"];

    private readonly RedisChannel _channel = new(RedisNames.ChangesChannel(store.Environment), RedisChannel.PatternMode.Literal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = Limits.FirstBackoff;
        while (!stoppingToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            try
            {
                using var redis = await ConnectAsync().ConfigureAwait(false);
                await PublishAsync(redis, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
            {
                link.Lose();
                if (time.GetElapsedTime(began) > Limits.HealthyAfter)
                {
                    wait = Limits.FirstBackoff;
                }

                // Full jitter: replicas that lost Redis together do not come back together.
                var pause = wait * random.NextDouble();
                Log.PublisherLost(logger, endpoint, pause, exception.Message);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
                wait = TimeSpan.FromTicks(Math.Min((long)(wait.Ticks * 1.6), Limits.LongestBackoff.Ticks));
            }
        }
    }

    private async Task PublishAsync(ConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        var database = redis.GetDatabase();
        var subscriber = redis.GetSubscriber();
        var isReady = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = feed.Changed;
            var newest = feed.Current;
            await SetAsync(database, newest).ConfigureAwait(false);
            try
            {
                await EmptyOutboxAsync(subscriber, newest, cancellationToken).ConfigureAwait(false);
            }
            catch (StorageException exception) when (exception.Error == StorageError.Unavailable)
            {
                // Redis did its part. RevisionPoller tells of the database, and the next heartbeat tries again.
            }

            link.Touch();
            if (!isReady)
            {
                Log.PublisherReady(logger, endpoint, newest.Revision);
                isReady = true;
            }

            try
            {
                await changed.WaitAsync(Limits.Heartbeat, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                var heartbeat = new ChangeMessage { Epoch = newest.Epoch, FromRevision = newest.Revision, ToRevision = newest.Revision };
                await subscriber.PublishAsync(_channel, heartbeat.ToByteArray()).ConfigureAwait(false);
            }
        }
    }

    private async Task SetAsync(IDatabase database, SnapshotEnvelope newest)
    {
        RedisValue[] position = [newest.Epoch, newest.Revision];
        if ((long)await database.ScriptEvaluateAsync(SetIfNewer, _keys, position).ConfigureAwait(false) == 1)
        {
            await database.ScriptEvaluateAsync(SetIfNewer, _keys, [.. position, newest.ToByteArray()]).ConfigureAwait(false);
        }
    }

    private async Task EmptyOutboxAsync(ISubscriber subscriber, SnapshotEnvelope newest, CancellationToken cancellationToken)
    {
        while (true)
        {
            // A change beyond the snapshot that was set waits for the round that sets the snapshot with it.
            var pending = await store.ReadOutboxAsync(Limits.OutboxBatch, cancellationToken).ConfigureAwait(false);
            var changes = pending.Where(change => change.ToRevision <= newest.Revision).ToList();
            foreach (var change in changes)
            {
                await subscriber.PublishAsync(_channel, change.ToByteArray()).ConfigureAwait(false);
            }

            if (changes.Count > 0)
            {
                await store.ForgetOutboxAsync(changes[^1].ToRevision, cancellationToken).ConfigureAwait(false);
            }

            if (changes.Count < Limits.OutboxBatch)
            {
                return;
            }
        }
    }

    private Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = ConfigurationOptions.Parse(endpoint);
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = 3_000;
        options.SyncTimeout = 3_000;
        options.ClientName = "grpcexp-control-plane";
        return ConnectionMultiplexer.ConnectAsync(options);
    }
}
