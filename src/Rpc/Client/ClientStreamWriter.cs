using Grpc.Core;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>Writes the requests of a streaming call.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, RequestStream requests)
    : TaskOwner, IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private ICompressionProvider? _compression;
    private int _writing;
    private bool _knowsCompression;
    private bool _isComplete;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!TryEnter())
        {
            return Task.FromException(new InvalidOperationException("A message is still being written; await each write before the next."));
        }

        Disown();
        return Own(WriteCoreAsync(message, cancellationToken));
    }

    public Task CompleteAsync()
    {
        if (!TryEnter())
        {
            return Task.FromException(new InvalidOperationException("A message is still being written; await it before the stream is completed."));
        }

        try
        {
            _isComplete = true;
            requests.Complete();
            return Task.CompletedTask;
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    private async Task WriteCoreAsync(TRequest message, CancellationToken cancellationToken)
    {
        try
        {
            ThrowIfOver();
            using var registration = cancellationToken.UnsafeRegister(static c => ((ClientCall)c!).Dispose(), call);
            var flags = WriteOptions?.Flags ?? default(WriteFlags);
            await SendAsync(Serialize(message, flags), (flags & WriteFlags.BufferHint) == 0).ConfigureAwait(false);
        }
        catch
        {
            ObserveFailure();
            throw;
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    private async ValueTask SendAsync(PooledBuffer message, bool flush)
    {
        try
        {
            await requests.WriteAsync(message, flush, call.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The response knows best how the call ended; here it is only known that writing is over. One response is being
            // read already, and is waited for; a stream may never be read to its end.
            if (call.HasOneResponse)
            {
                await requests.Ended.ConfigureAwait(false);
            }

            throw call.FinishedStatus is not null ? call.Failure() : new RpcException(call.Interpret(e));
        }
    }

    private PooledBuffer Serialize(TRequest message, WriteFlags flags)
    {
        if (!_knowsCompression)
        {
            _compression = call.RequestCompression();
            _knowsCompression = true;
        }

        var buffer = new PooledBuffer();
        try
        {
            var writer = new MessageWriter(buffer, call.Channel.MaxSendMessageSize);
            writer.Use(_compression, null);
            writer.Write(call.RequestMarshaller.ContextualSerializer, message, (flags & WriteFlags.NoCompress) == 0);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private bool TryEnter() => Interlocked.Exchange(ref _writing, 1) == 0;

    private void ThrowIfOver()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The request stream is complete; nothing more can be written.");
        }

        if (call.FinishedStatus is not null)
        {
            throw call.Failure();
        }
    }
}
