namespace GrpcExp.Client;

/// <summary>Bounds of the client.</summary>
public static class ClientLimits
{
    /// <summary>Most connections of one raw client.</summary>
    public const int Connections = 16;

    /// <summary>Most requests that may be on their way on one raw connection.</summary>
    public const int InFlightPerConnection = 65_536;

    /// <summary>Largest raw request, in bytes: 1 MiB. The sidecar closes the connection on a larger one, so it is never sent.</summary>
    public const int RequestBytes = 1 << 20;

    /// <summary>Most bytes of raw requests that wait to be written on one connection: 16 MiB.</summary>
    public const int WaitingBytes = 16 << 20;

    /// <summary>Largest raw answer that is taken, in bytes: 16 MiB. On a larger one the connection is given up.</summary>
    public const int AnswerBytes = 16 << 20;

    /// <summary>Longest time-out that can be asked for: one hour.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    /// <summary>Most flag keys in one notification; beyond that it says that any flag may have changed.</summary>
    public const int ChangedFlags = 10_000;
}
