using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Server.Limits;

namespace GrpcExp.Rpc.Wire;

/// <summary>
/// Reads length-prefixed messages from a pipe. It is its own deserialization context, so a message costs no
/// allocation beside itself. One read at a time.
/// </summary>
internal sealed class MessageReader(
    PipeReader input, int? maxMessageSize, ICompressionProvider? compression, SlowSenders? slowSenders = null, bool mayPause = true)
    : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>Gives the buffers back; nothing can be read any more.</summary>
    public void Complete() => input.Complete();

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">A frame is damaged or too large.</exception>
    public async ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserialize, CancellationToken cancellationToken)
        where T : class
    {
        MessageArrival? arrival = null;
        var arrivedBytes = 0L;
        try
        {
            while (true)
            {
                if (!input.TryRead(out var read))
                {
                    if (slowSenders is not null && (arrivedBytes > 0 || !mayPause))
                    {
                        arrival ??= slowSenders.Watch(input);
                    }

                    read = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
                }

                var buffer = read.Buffer;
                var consumed = buffer.Start;
                var examined = buffer.End;
                try
                {
                    if (TryReadFrame(buffer, out var isCompressed, out var payload))
                    {
                        consumed = examined = payload.End;
                        return Deserialize(deserialize, payload, isCompressed);
                    }

                    if (read.IsCompleted)
                    {
                        consumed = buffer.End;
                        return buffer.IsEmpty
                            ? null
                            : throw Failure(StatusCode.Internal, "The stream ended in the middle of a message.");
                    }

                    arrivedBytes = buffer.Length;
                    if (read.IsCanceled)
                    {
                        // Only the watch wakes a reader, maybe once more after its message has ended.
                        arrival?.Check(arrivedBytes);
                    }
                }
                finally
                {
                    input.AdvanceTo(consumed, examined);
                }
            }
        }
        finally
        {
            arrival?.Release();
        }
    }

    private bool TryReadFrame(ReadOnlySequence<byte> buffer, out bool isCompressed, out ReadOnlySequence<byte> payload)
    {
        isCompressed = false;
        payload = default;
        if (buffer.Length < WireNames.FrameHeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[WireNames.FrameHeaderSize];
        buffer.Slice(0, WireNames.FrameHeaderSize).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (header[0] > 1)
        {
            throw Failure(StatusCode.Internal, $"A message starts with flag {header[0]}; only 0 and 1 are known.");
        }

        isCompressed = header[0] == 1;
        if (length > (uint)(maxMessageSize ?? int.MaxValue))
        {
            throw TooLarge();
        }

        if (buffer.Length - WireNames.FrameHeaderSize < length)
        {
            return false;
        }

        payload = buffer.Slice(WireNames.FrameHeaderSize, length);
        return true;
    }

    private T Deserialize<T>(Func<DeserializationContext, T> deserialize, ReadOnlySequence<byte> payload, bool isCompressed)
        where T : class
    {
        if (!isCompressed)
        {
            return DeserializePlain(deserialize, payload);
        }

        if (compression is null)
        {
            throw Failure(StatusCode.Internal, "A message is compressed, but grpc-encoding names no compression.");
        }

        using var plain = new PooledBuffer();
        Decompress(compression, payload, plain);
        return DeserializePlain(deserialize, new ReadOnlySequence<byte>(plain.WrittenMemory));
    }

    private T DeserializePlain<T>(Func<DeserializationContext, T> deserialize, ReadOnlySequence<byte> payload)
        where T : class
    {
        _payload = payload;
        try
        {
            return deserialize(this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message could not be deserialized.", e));
        }
        finally
        {
            _payload = default;
        }
    }

    private void Decompress(ICompressionProvider provider, ReadOnlySequence<byte> payload, PooledBuffer plain)
    {
        try
        {
            using var stream = provider.CreateDecompressionStream(new SequenceStream(payload));
            int count;
            while ((count = stream.Read(plain.GetSpan(4096))) > 0)
            {
                plain.Advance(count);
                // A small message may unpack to a huge one: stop at the limit, not after it.
                if (plain.WrittenCount > (maxMessageSize ?? int.MaxValue))
                {
                    throw TooLarge();
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A compressed message could not be decompressed.", e));
        }
    }

    private RpcException TooLarge() => Failure(
        StatusCode.ResourceExhausted,
        $"A received message is larger than the limit of {maxMessageSize ?? int.MaxValue} bytes; raise MaxReceiveMessageSize or send less at once.");

    private static RpcException Failure(StatusCode code, string detail) => new(new Status(code, detail));
}
