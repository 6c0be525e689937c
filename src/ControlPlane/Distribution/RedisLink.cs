namespace GrpcExp.ControlPlane.Distribution;

/// <summary>Whether snapshots reach Redis; thread-safe.</summary>
internal sealed class RedisLink(TimeProvider time)
{
    /// <summary>When it last did its part; 0 for not since it failed.</summary>
    private long _touched;

    /// <summary>A Redis that takes a connection and then says nothing is down too.</summary>
    public bool IsUp => Interlocked.Read(ref _touched) is var touched and not 0 && time.GetElapsedTime(touched) < Limits.RedisSilence;

    public void Touch() => Interlocked.Exchange(ref _touched, time.GetTimestamp());

    public void Lose() => Interlocked.Exchange(ref _touched, 0);
}
