using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Connect;

/// <summary>
/// A body that is one bare message, with the frame header of gRPC before it. The header holds the length, so the body
/// is read to its end first, or until it is longer than any message may be.
/// </summary>
internal sealed class FramedBody(PipeReader body, int maxSize, bool isCompressed) : PipeReader, IDisposable
{
    private ReadOnlySequence<byte> _body;
    private ReadOnlySequence<byte> _frame;
    private bool _isRead;
    private bool _isReleased;

    public override bool TryRead(out ReadResult result)
    {
        result = _isRead ? Result : default;
        return _isRead;
    }

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (!_isRead)
        {
            var read = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                body.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            if (read.IsCompleted || read.Buffer.Length > maxSize)
            {
                _body = read.Buffer;
                _frame = Frame(_body);
                _isRead = true;
            }
            else
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }

        return Result;
    }

    public override void AdvanceTo(SequencePosition consumed) => _frame = _frame.Slice(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose()
    {
        if (_isRead && !_isReleased)
        {
            _isReleased = true;
            body.AdvanceTo(_body.End);
        }
    }

    private ReadResult Result => new(_frame, isCanceled: false, isCompleted: true);

    // No bytes are never compressed, whatever the header says.
    private ReadOnlySequence<byte> Frame(ReadOnlySequence<byte> message)
    {
        var header = new byte[FrameHeader.Size];
        header[0] = isCompressed && !message.IsEmpty ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), (uint)Math.Min(message.Length, uint.MaxValue));
        var first = new Segment(header, null);
        var last = first;
        foreach (var part in message)
        {
            last = new Segment(part, last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
