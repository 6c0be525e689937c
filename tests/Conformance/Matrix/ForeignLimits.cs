namespace GrpcExp.Conformance.Matrix;

/// <summary>
/// All that is not tested against foreign runtimes, and why. A server listed here is expected to fail the case, so
/// that an entry which is no longer true fails its test; a client says itself that it left a check out.
/// </summary>
public static class ForeignLimits
{
    public static IReadOnlyList<ForeignLimit> All { get; } =
    [
        new(Peer.JavaScript, PeerRole.Server, "server_compressed_unary", "grpc-js servers compress no responses", "came compressed"),
        new(Peer.JavaScript, PeerRole.Server, "server_compressed_streaming", "grpc-js servers compress no responses", "came compressed"),
        new(Peer.Python, PeerRole.Server, "client_compressed_unary", "a grpcio handler does not see how a request came", "the probe"),
        new(Peer.Python, PeerRole.Server, "client_compressed_streaming", "a grpcio handler does not see how a request came", "the probe"),
        new(Peer.Python, PeerRole.Client, "server_compressed_unary", "a grpcio client does not see how a response came"),
        new(Peer.Python, PeerRole.Client, "server_compressed_streaming", "a grpcio client does not see how a response came"),
    ];

    public static ForeignLimit? Of(Peer peer, PeerRole role, string name) =>
        All.SingleOrDefault(l => l.Peer == peer && l.Role == role && l.Case == name);
}
