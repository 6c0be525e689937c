namespace GrpcExp.Sync;

/// <summary>
/// Where exposures are. Each move leaves one place and enters another under one lock, so that at any moment
/// generated + restored = acknowledged + dropped + queued + waiting + spooled.
/// </summary>
public sealed class ExposureBooks
{
    private readonly Lock _lock = new();
    private ExposureBalance _balance;
    private readonly Dictionary<string, long> _droppedByExperiment = new(StringComparer.Ordinal);
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

    /// <summary>
    /// What was dropped since the start, by experiment, the largest first; under the empty key where the experiment is not known.
    /// </summary>
    internal IReadOnlyList<KeyValuePair<string, long>> DroppedByExperiment
    {
        get
        {
            lock (_lock)
            {
                return [.. _droppedByExperiment.OrderByDescending(pair => pair.Value)];
            }
        }
    }

    internal void Repeat() => Interlocked.Increment(ref _repeated);

    internal void Queue() => Move(balance => balance with { Generated = balance.Generated + 1, Queued = balance.Queued + 1 });

    internal void DropNew(string experiment)
    {
        Move(balance => balance with { Generated = balance.Generated + 1, Dropped = balance.Dropped + 1 });
        NoteDropped([experiment]);
    }

    internal void Collect(int count) => Move(balance => balance with { Queued = balance.Queued - count, Waiting = balance.Waiting + count });

    internal void Spool(int count) => Move(balance => balance with { Waiting = balance.Waiting - count, Spooled = balance.Spooled + count });

    internal void Drop(ExposureBatch batch, bool fromSpool)
    {
        var count = batch.Exposures.Count;
        Move(balance => balance with
        {
            Waiting = balance.Waiting - (fromSpool ? 0 : count),
            Spooled = balance.Spooled - (fromSpool ? count : 0),
            Dropped = balance.Dropped + count,
        });
        NoteDropped(batch.Exposures.Select(exposure => exposure.ExperimentKey));
    }

    internal void DropUnreadable(int count)
    {
        Move(balance => balance with { Spooled = balance.Spooled - count, Dropped = balance.Dropped + count });
        NoteDropped(Enumerable.Repeat("", count));
    }

    internal void Restore(int count) => Move(balance => balance with { Restored = balance.Restored + count, Spooled = balance.Spooled + count });

    internal void Acknowledge(int count, bool fromSpool, ExposureReceipt receipt) => Move(balance => balance with
    {
        Waiting = balance.Waiting - (fromSpool ? 0 : count),
        Spooled = balance.Spooled - (fromSpool ? count : 0),
        Acknowledged = balance.Acknowledged + count,
        Duplicate = balance.Duplicate + receipt.Duplicate,
        Rejected = balance.Rejected + receipt.Rejected,
    });

    // Experiments come and go while a process lives; beyond the limit they are one.
    private void NoteDropped(IEnumerable<string> experiments)
    {
        lock (_lock)
        {
            foreach (var experiment in experiments)
            {
                var key = _droppedByExperiment.ContainsKey(experiment) || _droppedByExperiment.Count < ExposureLimits.DroppedExperiments ? experiment : "";
                _droppedByExperiment[key] = _droppedByExperiment.GetValueOrDefault(key) + 1;
            }
        }
    }

    private void Move(Func<ExposureBalance, ExposureBalance> move)
    {
        lock (_lock)
        {
            _balance = move(_balance);
        }
    }
}
