using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.Core;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Web;

/// <summary>
/// Takes base64 off a request body. Clients may encode each message by itself, so padding may come in the middle: it
/// ends a piece, not the body. Line breaks, which command line tools insert, mean nothing.
/// </summary>
internal sealed class Base64RequestStream(PipeReader input) : ForwardOnlyStream
{
    private const int GroupSize = 4;
    private const int TextSize = 4096;

    // Not pooled: a handler that returns early may leave a read behind, which must not write into another call's array.
    private readonly byte[] _text = new byte[TextSize];
    private readonly byte[] _plain = new byte[TextSize];
    private int _textCount;
    private int _plainStart;
    private int _plainEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_plainStart == _plainEnd)
        {
            var read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            var consumed = Collect(read.Buffer);
            var isAtEnd = read.IsCompleted && consumed.Equals(read.Buffer.End);
            input.AdvanceTo(consumed);
            Decode();
            if (isAtEnd && _plainStart == _plainEnd)
            {
                return _textCount == 0 ? 0 : throw Malformed($"it ends within a group of {GroupSize} characters");
            }
        }

        var count = Math.Min(buffer.Length, _plainEnd - _plainStart);
        _plain.AsSpan(_plainStart, count).CopyTo(buffer.Span);
        _plainStart += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body is read asynchronously.");

    private SequencePosition Collect(ReadOnlySequence<byte> received)
    {
        var reader = new SequenceReader<byte>(received);
        while (_textCount < TextSize && reader.TryRead(out var character))
        {
            if (character is not ((byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t'))
            {
                _text[_textCount++] = character;
            }
        }

        return reader.Position;
    }

    private void Decode()
    {
        var groups = _text.AsSpan(0, _textCount / GroupSize * GroupSize);
        _plainStart = _plainEnd = 0;
        while (!groups.IsEmpty)
        {
            var padding = groups.IndexOf((byte)'=');
            var piece = padding < 0 ? groups : groups[..((padding / GroupSize * GroupSize) + GroupSize)];
            if (Base64.DecodeFromUtf8(piece, _plain.AsSpan(_plainEnd), out _, out var written) != OperationStatus.Done)
            {
                throw Malformed("it has a character or padding where base64 has none");
            }

            _plainEnd += written;
            groups = groups[piece.Length..];
        }

        var rest = _textCount % GroupSize;
        _text.AsSpan(_textCount - rest, rest).CopyTo(_text);
        _textCount = rest;
    }

    private static RpcException Malformed(string how) =>
        new(new Status(StatusCode.Internal, $"The body of the grpc-web-text request is not base64: {how}."));
}
