using System.IO.Pipelines;

namespace GrpcExp.Unit.Rpc;

/// <summary>Keeps what is written in one block.</summary>
internal sealed class CannedWriter : PipeWriter
{
    private readonly byte[] _block = new byte[4096];
    private int _written;

    public ReadOnlyMemory<byte> Written => _block.AsMemory(0, _written);

    public void Clear() => _written = 0;

    public override void Advance(int bytes) => _written += bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _block.AsMemory(_written);

    public override Span<byte> GetSpan(int sizeHint = 0) => _block.AsSpan(_written);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
