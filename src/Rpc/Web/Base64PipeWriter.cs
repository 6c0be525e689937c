using System.Buffers.Text;
using System.IO.Pipelines;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Web;

/// <summary>Sends what was written between two flushes as one padded piece of base64, so that a reader can decode it at once.</summary>
internal sealed class Base64PipeWriter(PipeWriter output) : PipeWriter, IDisposable
{
    private readonly PooledBuffer _plain = new();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _plain.WrittenCount;

    public override void Advance(int bytes) => _plain.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _plain.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _plain.GetSpan(sizeHint);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encode();
        return output.FlushAsync(cancellationToken);
    }

    public void Dispose() => _plain.Dispose();

    // In pieces of whole triples, so that padding can only come at the end.
    private void Encode()
    {
        const int piece = 3 * 1024;
        for (var rest = _plain.WrittenSpan; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(piece, rest.Length)];
            Base64.EncodeToUtf8(part, output.GetSpan(Base64.GetMaxEncodedToUtf8Length(part.Length)), out _, out var written);
            output.Advance(written);
            rest = rest[part.Length..];
        }

        _plain.Clear();
    }
}
