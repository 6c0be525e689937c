namespace GrpcExp.Conformance.Matrix;

/// <summary>Which side of a call a peer is.</summary>
public enum PeerRole
{
    Client,
    Server,
}
