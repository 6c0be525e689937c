using Grpc.Core;

namespace GrpcExp.Rpc.Server;

/// <summary>Reading and writing messages.</summary>
internal sealed partial class ServerCall
{
    /// <summary>The next request, or null at the end of the stream.</summary>
    public ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        if (_ended)
        {
            throw new InvalidOperationException("The call has ended; its requests can no longer be read.");
        }

        return _reader!.ReadAsync(marshaller.ContextualDeserializer, cancellationToken);
    }

    /// <summary>The one request of a call that takes one.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        var cancellation = CancellationToken;
        var message = await ReadAsync(marshaller, cancellation).ConfigureAwait(false)
            ?? throw new RpcException(new Status(StatusCode.Internal, "The request holds no message."));
        if (await ReadAsync(marshaller, cancellation).ConfigureAwait(false) is not null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The request holds more than one message."));
        }

        return message;
    }

    /// <summary>Writes a response; it goes out at once when <paramref name="flush"/> is set.</summary>
    public async ValueTask WriteAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? options, bool flush, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw new InvalidOperationException("A message is still being written; await each write before the next.");
        }

        try
        {
            if (_ended)
            {
                throw new InvalidOperationException("The call has ended; no response can be written.");
            }

            cancellationToken.ThrowIfCancellationRequested();
            CancellationToken.ThrowIfCancellationRequested();
            var flags = (options ?? WriteOptionsCore)?.Flags ?? default(WriteFlags);
            _messageWritten = true;
            _writer.Write(marshaller.ContextualSerializer, message, (flags & WriteFlags.NoCompress) == 0);
            if (flush && (flags & WriteFlags.BufferHint) == 0)
            {
                await Http.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);
                CancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }
}
