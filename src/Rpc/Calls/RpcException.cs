namespace Grpc.Core;

/// <summary>A call that ended with another status than OK. Thrown by a handler, it becomes the call's status.</summary>
public class RpcException : Exception
{
    /// <summary>An error with a status.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty)
    {
    }

    /// <summary>An error with a status and a message for the local reader.</summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>An error with a status and trailers.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>An error with a status, trailers and a message for the local reader.</summary>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status.</summary>
    public Status Status { get; }

    /// <summary>The code of the status.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers that came with the status, or that go with it; never null.</summary>
    public Metadata Trailers { get; }
}
