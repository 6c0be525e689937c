namespace GrpcExp.Sidecar;

/// <summary>Bounds of the raw protocol.</summary>
internal static class RawLimits
{
    /// <summary>Largest frame that a client may send, without its length: 1 MiB. A larger one closes the connection.</summary>
    public const int RequestBytes = 1 << 20;

    /// <summary>Largest frame that is sent: 4 MiB. An answer beyond it is replaced by an error.</summary>
    public const int ResponseBytes = 4 << 20;

    /// <summary>Answers are collected up to here before they are written, so that a pipelining client costs few writes.</summary>
    public const int FlushBytes = 64 << 10;

    /// <summary>Most connections at once; another one is closed at once.</summary>
    public const int Connections = 1_024;

    /// <summary>How long clients have to read their last answers once the sidecar is asked to stop.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);
}
