using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace GrpcExp.Rpc.Wire;

/// <summary>
/// Writes length-prefixed messages. It is its own serialization context; a message of announced length goes
/// straight to the output. One write at a time.
/// </summary>
internal sealed class MessageWriter(IBufferWriter<byte> output, int? maxMessageSize) : SerializationContext
{
    private ICompressionProvider? _compression;
    private CompressionLevel? _level;
    private PooledBuffer? _buffer;
    private int _announced = -1;
    private bool _compress;
    private bool _direct;
    private bool _complete;

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
        _direct = _complete = false;
        _compress = mayCompress && _compression is not null;
        try
        {
            serialize(message, this);
            if (!_complete)
            {
                throw new RpcException(new Status(StatusCode.Internal, "A serializer returned without completing its message."));
            }
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message could not be serialized.", e));
        }
        finally
        {
            _buffer?.Dispose();
            _buffer = null;
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

        if (!_direct)
        {
            _direct = true;
            WriteHeader(_announced, false);
        }

        return output;
    }

    public override void Complete()
    {
        if (_direct)
        {
            _complete = true;
        }
        else
        {
            Complete(_buffer is null ? default : _buffer.WrittenSpan);
        }
    }

    public override void Complete(byte[] payload) => Complete(payload.AsSpan());

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
            output.Write(packed.WrittenSpan);
        }
        else
        {
            WriteHeader(payload.Length, false);
            output.Write(payload);
        }

        _complete = true;
    }

    private void WriteHeader(int length, bool isCompressed)
    {
        var header = output.GetSpan(WireNames.FrameHeaderSize);
        header[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
        output.Advance(WireNames.FrameHeaderSize);
    }

    private void ThrowIfTooLarge(int length)
    {
        if (length > (maxMessageSize ?? int.MaxValue))
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"A message of {length} bytes is larger than the send limit of {maxMessageSize} bytes; raise MaxSendMessageSize or send less at once."));
        }
    }
}
