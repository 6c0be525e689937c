using System.Diagnostics.CodeAnalysis;

namespace GrpcExp.Sidecar.Relay;

/// <summary>Counts the processes that follow; one counts until its call has ended.</summary>
/// <param name="limit">Most at once.</param>
internal sealed class RelayWatchers(int limit = RelayLimits.Watchers)
{
    private int _count;

    /// <summary>How many follow.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place when there is one; disposing it gives it back.</summary>
    public bool TryEnter([NotNullWhen(true)] out IDisposable? place)
    {
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            place = null;
            return false;
        }

        place = new Place(this);
        return true;
    }

    private sealed class Place(RelayWatchers watchers) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref watchers._count);
    }
}
