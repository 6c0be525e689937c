using System.Threading.Channels;
using Grpc.Core;

namespace GrpcExp.Conformance.Services;

/// <summary>A writer whose every write waits until the test ends it.</summary>
internal sealed class SlowStream<T> : IServerStreamWriter<T>
{
    private readonly Channel<T> _begun = Channel.CreateUnbounded<T>();
    private readonly SemaphoreSlim _ended = new(0);

    public WriteOptions? WriteOptions { get; set; }

    public async Task WriteAsync(T message)
    {
        await _begun.Writer.WriteAsync(message);
        await _ended.WaitAsync();
    }

    public Task WriteAsync(T message, CancellationToken cancellationToken) => WriteAsync(message);

    /// <summary>The message of the next write, waiting for it as long as a minute.</summary>
    public async Task<T> BeginAsync(CancellationToken cancellationToken) =>
        await _begun.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);

    public void End() => _ended.Release();
}
