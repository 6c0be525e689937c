namespace GrpcExp.Sync;

/// <summary>
/// Where exposures are. Each move leaves one place and enters another under one lock, so that at any moment
/// generated + restored = acknowledged + dropped + queued + waiting + spooled.
/// </summary>
public sealed class ExposureBooks
{
    private readonly Lock _lock = new();
    private ExposureBalance _balance;
    private long _repeated;

    /// <summary>How many evaluations met an exposure that had been recorded in the same hour.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>All sums at one moment.</summary>
    public ExposureBalance Balance
    {
        get
        {
            lock (_lock)
            {
                return _balance;
            }
        }
    }

    internal void Repeat() => Interlocked.Increment(ref _repeated);

    internal void Queue() => Move(balance => balance with { Generated = balance.Generated + 1, Queued = balance.Queued + 1 });

    internal void DropNew() => Move(balance => balance with { Generated = balance.Generated + 1, Dropped = balance.Dropped + 1 });

    internal void Collect(int count) => Move(balance => balance with { Queued = balance.Queued - count, Waiting = balance.Waiting + count });

    internal void Spool(int count) => Move(balance => balance with { Waiting = balance.Waiting - count, Spooled = balance.Spooled + count });

    internal void Drop(int count) => Move(balance => balance with { Waiting = balance.Waiting - count, Dropped = balance.Dropped + count });

    internal void DropSpooled(int count) => Move(balance => balance with { Spooled = balance.Spooled - count, Dropped = balance.Dropped + count });

    internal void Restore(int count) => Move(balance => balance with { Restored = balance.Restored + count, Spooled = balance.Spooled + count });

    internal void Acknowledge(int count, bool fromSpool, ExposureReceipt receipt) => Move(balance => balance with
    {
        Waiting = balance.Waiting - (fromSpool ? 0 : count),
        Spooled = balance.Spooled - (fromSpool ? count : 0),
        Acknowledged = balance.Acknowledged + count,
        Duplicate = balance.Duplicate + receipt.Duplicate,
        Rejected = balance.Rejected + receipt.Rejected,
    });

    private void Move(Func<ExposureBalance, ExposureBalance> move)
    {
        lock (_lock)
        {
            _balance = move(_balance);
        }
    }
}
