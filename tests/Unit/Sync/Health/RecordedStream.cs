using System.Threading.Channels;
using Grpc.Core;

namespace GrpcExp.Unit.Sync.Health;

/// <summary>Keeps what a handler writes.</summary>
internal sealed class RecordedStream<T> : IServerStreamWriter<T>
{
    private readonly Channel<T> _written = Channel.CreateUnbounded<T>();

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message)
    {
        _written.Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    public Task WriteAsync(T message, CancellationToken cancellationToken) => WriteAsync(message);

    /// <summary>The next message written, waiting for it as long as a minute.</summary>
    public async Task<T> NextAsync(CancellationToken cancellationToken) =>
        await _written.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
}
