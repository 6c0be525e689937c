namespace GrpcExp.Rpc.Server.Limits;

/// <summary>The token bucket of one connection: how many more calls it may reset.</summary>
internal sealed class ResetBucket(int capacity, double perSecond, TimeProvider time)
{
    private double _tokens = capacity;
    private long _filledAt = time.GetTimestamp();
    private bool _isEmpty;

    /// <summary>How many resets there have been.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a token; true the one time that there was none.</summary>
    public bool TakeLast()
    {
        lock (this)
        {
            Count++;
            var now = time.GetTimestamp();
            _tokens = Math.Min(capacity, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
            _filledAt = now;
            if (_tokens >= 1)
            {
                _tokens--;
                return false;
            }

            var isFirst = !_isEmpty;
            _isEmpty = true;
            return isFirst;
        }
    }
}
