namespace GrpcExp.Sidecar;

/// <summary>Lets the first of many equal messages into the log, and then one each ten seconds: strangers must not fill a disk.</summary>
internal sealed class BurstGate(TimeProvider time)
{
    /// <summary>Time between two messages.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _last;
    private long _unsaid;

    /// <summary>Whether this one is to be said, and how many were not said since the last that was.</summary>
    public bool TryPass(out long unsaid)
    {
        lock (_lock)
        {
            unsaid = _unsaid;
            if (_last is { } last && time.GetElapsedTime(last) < Interval)
            {
                _unsaid++;
                return false;
            }

            _last = time.GetTimestamp();
            _unsaid = 0;
            return true;
        }
    }
}
