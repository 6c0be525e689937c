using System.IO.Pipelines;
using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Server.Limits;

/// <summary>One message on its way in: how much of it there was when its current period began.</summary>
internal sealed class MessageArrival(SlowSenders senders, SlowSenders.Shard shard)
{
    private PipeReader? _input;
    private long _periodStart;
    private long _countedBytes;
    private int _index;

    /// <summary>Under the lock of the shard, like <see cref="WakeIfDue"/>.</summary>
    public void Begin(PipeReader input, long now, int index)
    {
        _input = input;
        _periodStart = now;
        _countedBytes = 0;
        _index = index;
    }

    public void WakeIfDue(long now)
    {
        if (senders.Time.GetElapsedTime(Volatile.Read(ref _periodStart), now) >= senders.Period)
        {
            _input!.CancelPendingRead();
        }
    }

    /// <summary>Judges the period that has passed, if one has.</summary>
    /// <param name="arrivedBytes">How much of the message is there, with its header.</param>
    /// <exception cref="RpcException">It is too little.</exception>
    public void Check(long arrivedBytes)
    {
        var now = senders.Time.GetTimestamp();
        if (senders.Time.GetElapsedTime(_periodStart, now) < senders.Period)
        {
            return;
        }

        if (arrivedBytes - _countedBytes < senders.BytesPerPeriod)
        {
            throw WireFailures.TooSlow(arrivedBytes - _countedBytes, senders.Period, senders.BytesPerPeriod);
        }

        _countedBytes = arrivedBytes;
        Volatile.Write(ref _periodStart, now);
    }

    public void Release()
    {
        lock (shard)
        {
            var last = shard.Watched[^1];
            shard.Watched[_index] = last;
            last._index = _index;
            shard.Watched.RemoveAt(shard.Watched.Count - 1);
            _input = null;
            shard.Spare.Push(this);
        }
    }
}
