using System.Buffers;

namespace GrpcExp.Rpc.Wire;

/// <summary>A read-only stream over a sequence, for decompressors.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> source) : ForwardOnlyStream
{
    private ReadOnlySequence<byte> _rest = source;

    public override int Read(Span<byte> buffer)
    {
        var part = _rest.Slice(0, Math.Min(buffer.Length, _rest.Length));
        part.CopyTo(buffer);
        _rest = _rest.Slice(part.End);
        return (int)part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
