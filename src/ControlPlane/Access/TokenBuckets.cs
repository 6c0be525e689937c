using System.Collections.Concurrent;

namespace GrpcExp.ControlPlane.Access;

/// <summary>
/// A bucket for each name that holds so many calls and fills up evenly. It keeps one number, the time at which the bucket would be
/// full (the generic cell rate algorithm, ITU-T I.371), so a call is one comparison. Thread-safe.
/// </summary>
/// <param name="calls">Calls that a full bucket holds.</param>
/// <param name="period">Time in which an empty one fills up.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBuckets(int calls, TimeSpan period, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _fullAt = new(StringComparer.Ordinal);
    private readonly long _capacity = (long)(period.TotalSeconds * time.TimestampFrequency);
    private readonly double _cost = period.TotalSeconds * time.TimestampFrequency / calls;

    /// <summary>Takes one call out of a bucket.</summary>
    /// <returns>Zero, or how long to wait until there is one.</returns>
    public TimeSpan Take(string name)
    {
        while (true)
        {
            var now = time.GetTimestamp();
            var known = _fullAt.TryGetValue(name, out var before);
            var after = Math.Max(before, now) + (long)_cost;
            if (known && after - now > _capacity)
            {
                return TimeSpan.FromSeconds((after - now - _capacity) / (double)time.TimestampFrequency);
            }

            if (known ? _fullAt.TryUpdate(name, after, before) : _fullAt.TryAdd(name, after))
            {
                Forget(now);
                return TimeSpan.Zero;
            }
        }
    }

    /// <summary>True when the bucket has none; takes nothing.</summary>
    public bool IsEmpty(string name) => _fullAt.TryGetValue(name, out var fullAt) && fullAt + (long)_cost - time.GetTimestamp() > _capacity;

    /// <summary>A full bucket is as good as none. Should too many be in use, all begin anew: memory is bounded whoever calls.</summary>
    private void Forget(long now)
    {
        if (_fullAt.Count <= Limits.KnownCallers)
        {
            return;
        }

        foreach (var (name, fullAt) in _fullAt)
        {
            if (fullAt <= now)
            {
                _fullAt.TryRemove(new KeyValuePair<string, long>(name, fullAt));
            }
        }

        if (_fullAt.Count > Limits.KnownCallers)
        {
            _fullAt.Clear();
        }
    }
}
