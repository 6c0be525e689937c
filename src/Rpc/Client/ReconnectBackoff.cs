namespace GrpcExp.Rpc.Client;

/// <summary>
/// How long calls that wait for a connection wait between two attempts to make one: gRPC's "Connection Backoff
/// Protocol". Shared by the calls of a channel, so that many of them do not try more often than one.
/// </summary>
internal sealed class ReconnectBackoff(TimeProvider time, Func<double> random, TimeSpan initial, TimeSpan? longest)
{
    private const double Multiplier = 1.6;

    private readonly Lock _lock = new();
    private double _currentMs;
    private DateTimeOffset _next;
    private volatile bool _isFailing;

    /// <summary>Notes that no connection could be made; the wait before the next attempt.</summary>
    public TimeSpan Failed()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            // Calls that fail together are one failure.
            if (!_isFailing || now >= _next)
            {
                var longestMs = longest?.TotalMilliseconds ?? double.MaxValue;
                _currentMs = Math.Min(_isFailing ? _currentMs * Multiplier : initial.TotalMilliseconds, longestMs);
                _isFailing = true;
                _next = now + TimeSpan.FromMilliseconds(Math.Min(Jitter.Apply(_currentMs, random()), Jitter.LongestDelay));
            }

            return _next - now;
        }
    }

    /// <summary>Notes that there is a connection: the next failure starts over.</summary>
    public void Connected()
    {
        if (_isFailing)
        {
            lock (_lock)
            {
                _isFailing = false;
            }
        }
    }
}
