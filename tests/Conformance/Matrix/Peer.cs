namespace GrpcExp.Conformance.Matrix;

/// <summary>A foreign gRPC runtime.</summary>
public enum Peer
{
    /// <summary>@grpc/grpc-js on Node.js.</summary>
    JavaScript,

    /// <summary>Debian's grpcio, on gRPC's C++ core.</summary>
    Python,
}
