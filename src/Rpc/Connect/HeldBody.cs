using System.IO.Pipelines;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Connect;

/// <summary>Holds a response back until its status is known, which comes first in HTTP and last in gRPC.</summary>
internal sealed class HeldBody : PipeWriter, IDisposable
{
    private readonly PooledBuffer _buffer = new();

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _buffer.WrittenCount;

    public override void Advance(int bytes) => _buffer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _buffer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _buffer.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose() => _buffer.Dispose();
}
