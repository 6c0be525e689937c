namespace Grpc.Core;

/// <summary>The messages of a stream, one at a time. One reader at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the end of the stream.</summary>
    /// <exception cref="RpcException">On a client: the call ended with another status than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
