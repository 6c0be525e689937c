using GrpcExp.ControlPlane.Errors;

namespace GrpcExp.ControlPlane.Distribution;

/// <summary>Counts the sidecars that follow; one counts until its call has ended.</summary>
internal sealed class WatcherCount
{
    private int _count;

    /// <summary>How many follow now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <exception cref="ControlException">LimitExceeded.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _count) > Limits.WatchingSidecars)
        {
            Interlocked.Decrement(ref _count);
            throw new ControlException(ControlError.LimitExceeded, $"{Limits.WatchingSidecars} sidecars follow this server already; use another replica or Redis.");
        }

        return new Place(this);
    }

    private sealed class Place(WatcherCount counter) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref counter._count);
    }
}
