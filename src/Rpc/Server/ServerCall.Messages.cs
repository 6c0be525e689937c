using Grpc.Core;
using GrpcExp.Rpc.Wire;

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
    public ValueTask<T?> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class =>
        _reader!.ReadSingleAsync(marshaller.ContextualDeserializer, ReadToken);

    /// <summary>Writes a response of a stream; it goes out at once unless its options say that it may wait.</summary>
    public async ValueTask WriteAsync<T>(Marshaller<T> marshaller, T message, WriteOptions? options, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        EnterWrite();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            CancellationToken.ThrowIfCancellationRequested();
            var flags = (options ?? WriteOptionsCore)?.Flags ?? default(WriteFlags);
            WriteMessage(marshaller, message, flags);
            if ((flags & WriteFlags.BufferHint) == 0)
            {
                await Http.Response.BodyWriter.FlushAsync(CancellationToken).ConfigureAwait(false);
                CancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            LeaveWrite();
        }
    }

    /// <summary>Ends a call with its one response, or with the bad status that its handler set instead.</summary>
    public ValueTask CompleteAsync<T>(Marshaller<T> marshaller, T? response)
        where T : class
    {
        if (_deadline is not null)
        {
            return CompleteBeforeDeadlineAsync(marshaller, response);
        }

        WriteResponse(marshaller, response);
        WriteStatus();
        return default;
    }

    private async ValueTask CompleteBeforeDeadlineAsync<T>(Marshaller<T> marshaller, T? response)
        where T : class
    {
        if (await TryEndBeforeDeadlineAsync().ConfigureAwait(false))
        {
            WriteResponse(marshaller, response);
            WriteStatus();
        }
    }

    private void WriteResponse<T>(Marshaller<T> marshaller, T? response)
        where T : class
    {
        if (_status.StatusCode == StatusCode.OK)
        {
            WriteMessage(marshaller, response ?? throw WireFailures.NoResponse(), WriteOptionsCore?.Flags ?? default(WriteFlags));
        }
    }

    private void WriteMessage<T>(Marshaller<T> marshaller, T message, WriteFlags flags)
        where T : class
    {
        _messageWritten = true;
        Writer.Write(marshaller.ContextualSerializer, message, (flags & WriteFlags.NoCompress) == 0);
    }

    private void EnterWrite()
    {
        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw IsDeadlineExceeded
                ? new OperationCanceledException("The deadline of the call has passed; no response can be written.", CancellationToken)
                : new InvalidOperationException("A message is still being written; await each write before the next.");
        }

        if (_ended)
        {
            LeaveWrite();
            throw new InvalidOperationException("The call has ended; no response can be written.");
        }
    }

    private void LeaveWrite() => Volatile.Write(ref _writing, 0);
}
