using System.IO.Pipelines;
using Microsoft.Extensions.Options;

namespace GrpcExp.Rpc.Server.Limits;

/// <summary>
/// Watches the messages that have begun to arrive and are waited for. One timer looks after all of them, so that a
/// wait costs a lock of its own processor and, in the long run, no allocation; a message that is wholly there is never
/// seen here.
/// </summary>
internal sealed class SlowSenders : IDisposable
{
    private const int LooksPerPeriod = 5;
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);

    private readonly Shard[] _shards = new Shard[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)];
    private readonly ITimer? _timer;

    public SlowSenders(IOptions<RpcServerLimits> options, TimeProvider time)
    {
        var limits = options.Value;
        Time = time;
        Period = limits.MessageGracePeriod;
        BytesPerPeriod = (long)Math.Ceiling((limits.MinMessageDataRate ?? 0) * Period.TotalSeconds);
        for (var i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new Shard();
        }

        if (IsOn)
        {
            var look = Period / LooksPerPeriod;
            look = look < LongestLook ? look : LongestLook;
            _timer = time.CreateTimer(static s => ((SlowSenders)s!).Look(), this, look, look);
        }
    }

    public bool IsOn => BytesPerPeriod > 0;

    public TimeProvider Time { get; }

    public TimeSpan Period { get; }

    public long BytesPerPeriod { get; }

    /// <summary>Begins to watch a message; whoever reads it releases it.</summary>
    public MessageArrival? Watch(PipeReader input)
    {
        if (!IsOn)
        {
            return null;
        }

        var now = Time.GetTimestamp();
        var shard = _shards[Environment.CurrentManagedThreadId & (_shards.Length - 1)];
        lock (shard)
        {
            if (!shard.Spare.TryPop(out var arrival))
            {
                arrival = new MessageArrival(this, shard);
            }

            arrival.Begin(input, now, shard.Watched.Count);
            shard.Watched.Add(arrival);
            return arrival;
        }
    }

    public void Dispose() => _timer?.Dispose();

    // Only wakes the readers: they know how much has arrived and decide. Under the lock a message is still being read,
    // so its pipe cannot serve another request yet.
    private void Look()
    {
        var now = Time.GetTimestamp();
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                for (var i = shard.Watched.Count - 1; i >= 0; i--)
                {
                    // A reader that continues right here may have taken itself out.
                    if (i < shard.Watched.Count)
                    {
                        shard.Watched[i].WakeIfDue(now);
                    }
                }
            }
        }
    }

    internal sealed class Shard
    {
        public List<MessageArrival> Watched { get; } = [];

        public Stack<MessageArrival> Spare { get; } = [];
    }
}
