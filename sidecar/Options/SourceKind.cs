namespace GrpcExp.Sidecar;

/// <summary>Kinds of places that snapshots come from.</summary>
internal enum SourceKind
{
    /// <summary>A control plane's stream.</summary>
    Grpc,

    /// <summary>Redis, written by a control plane.</summary>
    Redis,

    /// <summary>A file on this machine.</summary>
    File,
}
