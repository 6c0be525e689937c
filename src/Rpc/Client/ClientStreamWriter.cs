using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>Writes the requests of a streaming call.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, RequestStreamContent content)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private int _writing;
    private bool _isComplete;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        Enter();
        try
        {
            ThrowIfOver();
            using var registration = cancellationToken.UnsafeRegister(static c => ((ClientCall)c!).Dispose(), call);
            var stream = await content.StreamAsync.ConfigureAwait(false);
            using var buffer = new PooledBuffer();
            var flags = WriteOptions?.Flags ?? default(WriteFlags);
            var writer = new MessageWriter(buffer, call.Channel.MaxSendMessageSize);
            writer.Use(call.RequestCompression(), null);
            writer.Write(call.RequestMarshaller.ContextualSerializer, message, (flags & WriteFlags.NoCompress) == 0);
            await stream.WriteAsync(buffer.WrittenMemory, call.Token).ConfigureAwait(false);
            if ((flags & WriteFlags.BufferHint) == 0)
            {
                await stream.FlushAsync(call.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or not (InvalidOperationException or RpcException))
        {
            // The response knows best how the call ended; here it is only known that writing is over.
            throw call.FinishedStatus is { StatusCode: not StatusCode.OK } ? call.Failure() : new RpcException(call.Interpret(e));
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        Enter();
        try
        {
            ThrowIfOver();
            _isComplete = true;
            content.Complete();
            return Task.CompletedTask;
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _writing, 1) != 0)
        {
            throw new InvalidOperationException("A message is still being written; await each write before the next.");
        }
    }

    private void ThrowIfOver()
    {
        if (_isComplete)
        {
            throw new InvalidOperationException("The request stream is complete; nothing more can be written.");
        }

        if (call.FinishedStatus is { } status)
        {
            throw status.StatusCode == StatusCode.OK
                ? new InvalidOperationException("The call has ended; nothing more can be written.")
                : call.Failure();
        }
    }
}
