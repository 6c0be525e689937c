namespace Grpc.Core;

/// <summary>Writes messages to a stream, one at a time: a write must end before the next begins.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the writes that follow; null means the call's own.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; done when it is handed to the connection.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes a message; a cancelled token cancels the whole call, since half a message cannot be taken back.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            throw new NotSupportedException("This stream writer does not take a cancellation token.");
        }

        return WriteAsync(message);
    }
}
