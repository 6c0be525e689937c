namespace GrpcExp.Conformance.Rpc;

/// <summary>What a call travels over.</summary>
public enum Transport
{
    Tcp,
    UnixSocket,
    Tls,
}
