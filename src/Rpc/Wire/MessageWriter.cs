using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace GrpcExp.Rpc.Wire;

/// <summary>
/// Writes length-prefixed messages. It is its own serialization context and buffer writer: a small message of announced
/// length shares one block of the output with its frame header, a larger one goes straight to the output. One write at a
/// time.
/// </summary>
internal sealed class MessageWriter : SerializationContext, IBufferWriter<byte>
{
    // A frame up to this size is asked for as one block; pipes hand out blocks of 4 KiB.
    private const int SmallFrame = 2048;

    [ThreadStatic]
    private static MessageWriter? _spare;

    private IBufferWriter<byte> _output;
    private int _limit;
    private ICompressionProvider? _compression;
    private CompressionLevel? _level;
    private PooledBuffer? _buffer;
    private Memory<byte> _frame;
    private int _written;
    private int _announced = -1;
    private Mode _mode;
    private bool _compress;
    private bool _complete;

    public MessageWriter(IBufferWriter<byte> output, int? maxMessageSize)
    {
        _output = output;
        _limit = maxMessageSize ?? int.MaxValue;
    }

    private enum Mode
    {
        /// <summary>The payload is collected, and framed when it is complete.</summary>
        Buffered,

        /// <summary>The payload is written behind its header in one block.</summary>
        OneBlock,

        /// <summary>The header is written, and the payload follows in the output.</summary>
        Direct,
    }

    /// <summary>The writer that this thread's last short call gave back, or a new one.</summary>
    public static MessageWriter Rent(IBufferWriter<byte> output, int? maxMessageSize)
    {
        if (_spare is not { } spare)
        {
            return new MessageWriter(output, maxMessageSize);
        }

        _spare = null;
        spare._output = output;
        spare._limit = maxMessageSize ?? int.MaxValue;
        return spare;
    }

    /// <summary>For the next call of this thread. Nobody may hold the writer any more.</summary>
    public void Return()
    {
        _output = null!;
        _compression = null;
        _level = null;
        _spare = this;
    }

    /// <summary>Chooses the encoding of the messages that follow; null means none.</summary>
    public void Use(ICompressionProvider? compression, CompressionLevel? level)
    {
        _compression = compression;
        _level = level;
    }

    /// <summary>Writes one message with its frame header. After a failed write the output may hold a part of it: the call is over.</summary>
    public void Write<T>(Action<T, SerializationContext> serialize, T message, bool mayCompress)
    {
        _announced = -1;
        _mode = Mode.Buffered;
        _complete = false;
        _compress = mayCompress && _compression is not null;
        try
        {
            serialize(message, this);
            if (!_complete)
            {
                throw WireFailures.IncompleteSerialization();
            }
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw WireFailures.NotSerializable(e);
        }
        finally
        {
            _buffer?.Dispose();
            _buffer = null;
            _frame = default;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfTooLarge(payloadLength);
        _announced = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_announced < 0 || _compress)
        {
            return _buffer ??= new PooledBuffer();
        }

        if (_mode == Mode.Buffered)
        {
            var size = FrameHeader.Size + _announced;
            if (size <= SmallFrame)
            {
                _mode = Mode.OneBlock;
                _frame = _output.GetMemory(size);
                _written = FrameHeader.Size;
                FrameHeader.Write(_frame.Span, _announced, false);
            }
            else
            {
                _mode = Mode.Direct;
                WriteHeader(_announced, false);
            }
        }

        return _mode == Mode.OneBlock ? this : _output;
    }

    public override void Complete()
    {
        switch (_mode)
        {
            case Mode.OneBlock:
                if (_written != FrameHeader.Size + _announced)
                {
                    throw WireFailures.OtherLengthThanAnnounced(_announced);
                }

                _output.Advance(_written);
                _complete = true;
                break;
            case Mode.Direct:
                _complete = true;
                break;
            default:
                Complete(_buffer is null ? default : _buffer.WrittenSpan);
                break;
        }
    }

    public override void Complete(byte[] payload) => Complete(payload.AsSpan());

    void IBufferWriter<byte>.Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > FrameHeader.Size + _announced - _written)
        {
            throw WireFailures.OtherLengthThanAnnounced(_announced);
        }

        _written += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Rest(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Rest(sizeHint).Span;

    // What the block holds beyond the frame may be lent too: only Advance counts.
    private Memory<byte> Rest(int sizeHint)
    {
        var rest = _frame[_written..];
        return rest.Length >= Math.Max(sizeHint, 1) ? rest : throw WireFailures.OtherLengthThanAnnounced(_announced);
    }

    private void Complete(ReadOnlySpan<byte> payload)
    {
        ThrowIfTooLarge(payload.Length);
        if (_compress)
        {
            using var packed = new PooledBuffer();
            using (var stream = _compression!.CreateCompressionStream(new BufferWriterStream(packed), _level))
            {
                stream.Write(payload);
            }

            WriteHeader(packed.WrittenCount, true);
            _output.Write(packed.WrittenSpan);
        }
        else
        {
            WriteHeader(payload.Length, false);
            _output.Write(payload);
        }

        _complete = true;
    }

    private void WriteHeader(int length, bool isCompressed)
    {
        FrameHeader.Write(_output.GetSpan(FrameHeader.Size), length, isCompressed);
        _output.Advance(FrameHeader.Size);
    }

    private void ThrowIfTooLarge(int length)
    {
        if (length > _limit)
        {
            throw WireFailures.SentTooLarge(length, _limit);
        }
    }
}
