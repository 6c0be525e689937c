namespace GrpcExp.Sidecar;

/// <summary>What the sidecar counts for /metrics.</summary>
internal sealed class SidecarCounters
{
    private long _grpc;
    private long _refusedConnections;
    private long _refusedPeers;

    /// <summary>Calls over HTTP/2.</summary>
    public long Grpc => Interlocked.Read(ref _grpc);

    /// <summary>Raw connections closed because there were too many.</summary>
    public long RefusedConnections => Interlocked.Read(ref _refusedConnections);

    /// <summary>Connections closed because their user is not allowed.</summary>
    public long RefusedPeers => Interlocked.Read(ref _refusedPeers);

    public void CountGrpc() => Interlocked.Increment(ref _grpc);

    public void CountRefusedConnection() => Interlocked.Increment(ref _refusedConnections);

    public void CountRefusedPeer() => Interlocked.Increment(ref _refusedPeers);
}
