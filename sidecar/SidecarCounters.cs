namespace GrpcExp.Sidecar;

/// <summary>What the sidecar counts for /metrics.</summary>
internal sealed class SidecarCounters
{
    private long _grpc;
    private long _raw;
    private long _flagd;
    private long _ofrep;
    private long _refusedConnections;
    private long _refusedPeers;

    /// <summary>Calls of the evaluation service.</summary>
    public long Grpc => Interlocked.Read(ref _grpc);

    /// <summary>Evaluations over the raw protocol.</summary>
    public long Raw => Interlocked.Read(ref _raw);

    /// <summary>Evaluations over the protocol of flagd.</summary>
    public long Flagd => Interlocked.Read(ref _flagd);

    /// <summary>Evaluations over OFREP.</summary>
    public long Ofrep => Interlocked.Read(ref _ofrep);

    /// <summary>Raw connections closed because there were too many.</summary>
    public long RefusedConnections => Interlocked.Read(ref _refusedConnections);

    /// <summary>Connections closed because their user is not allowed.</summary>
    public long RefusedPeers => Interlocked.Read(ref _refusedPeers);

    public void CountGrpc() => Interlocked.Increment(ref _grpc);

    public void CountRaw(int evaluations) => Interlocked.Add(ref _raw, evaluations);

    public void CountFlagd(int evaluations) => Interlocked.Add(ref _flagd, evaluations);

    public void CountOfrep(int evaluations) => Interlocked.Add(ref _ofrep, evaluations);

    public void CountRefusedConnection() => Interlocked.Increment(ref _refusedConnections);

    public void CountRefusedPeer() => Interlocked.Increment(ref _refusedPeers);
}
