namespace GrpcExp.Client.Status;

/// <summary>How a client is.</summary>
public enum ClientState
{
    /// <summary>Nothing has been asked yet, or no first answer has come.</summary>
    Starting,

    /// <summary>Flags are answered from a snapshot that somebody vouches for.</summary>
    Ready,

    /// <summary>Flags are answered from a snapshot that nobody vouches for at present; its age is known.</summary>
    Stale,

    /// <summary>Nobody answers: callers get their defaults.</summary>
    Unavailable,

    /// <summary>The client was disposed: callers get their defaults.</summary>
    Closed,
}
