using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Compression;
using GrpcExp.Rpc.Server.Limits;

namespace GrpcExp.Rpc.Wire;

/// <summary>
/// Reads length-prefixed messages from a pipe. It is its own deserialization context, so a message costs no
/// allocation beside itself. One read at a time.
/// </summary>
internal sealed class MessageReader : DeserializationContext
{
    [ThreadStatic]
    private static MessageReader? _spare;

    private PipeReader _input;
    private uint _limit;
    private ICompressionProvider? _compression;
    private SlowSenders? _slowSenders;
    private bool _mayPause;
    private ReadOnlySequence<byte> _payload;

    public MessageReader(
        PipeReader input, int? maxMessageSize, ICompressionProvider? compression, SlowSenders? slowSenders = null, bool mayPause = true)
    {
        Use(input, maxMessageSize, compression, slowSenders, mayPause);
    }

    /// <summary>Whether the transport failed while messages were still to come.</summary>
    public bool IsBroken { get; private set; }

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>The reader that this thread's last short call gave back, or a new one.</summary>
    public static MessageReader Rent(
        PipeReader input, int? maxMessageSize, ICompressionProvider? compression, SlowSenders? slowSenders, bool mayPause)
    {
        if (_spare is not { } spare)
        {
            return new MessageReader(input, maxMessageSize, compression, slowSenders, mayPause);
        }

        _spare = null;
        spare.Use(input, maxMessageSize, compression, slowSenders, mayPause);
        return spare;
    }

    /// <summary>For the next call of this thread. Nobody may hold the reader any more.</summary>
    public void Return()
    {
        _input = null!;
        _compression = null;
        _spare = this;
    }

    /// <summary>Gives the buffers back; nothing can be read any more.</summary>
    public void Complete() => _input.Complete();

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">A frame is damaged or too large, or arrives too slowly.</exception>
    public ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserialize, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(deserialize, isSingle: false, cancellationToken);

    /// <summary>
    /// The one message of a stream that holds one. It waits for the end of the stream too, so that a whole call costs
    /// one read of the pipe when everything has arrived.
    /// </summary>
    /// <exception cref="RpcException">The stream holds no message, or two, or a damaged, too large or too slow one.</exception>
    public ValueTask<T?> ReadSingleAsync<T>(Func<DeserializationContext, T> deserialize, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(deserialize, isSingle: true, cancellationToken);

    [MemberNotNull(nameof(_input))]
    private void Use(PipeReader input, int? maxMessageSize, ICompressionProvider? compression, SlowSenders? slowSenders, bool mayPause)
    {
        _input = input;
        _limit = (uint)(maxMessageSize ?? int.MaxValue);
        _compression = compression;
        _slowSenders = slowSenders;
        _mayPause = mayPause;
        IsBroken = false;
    }

    // What has wholly arrived, which is nearly everything, is had without a state machine.
    private ValueTask<T?> ReadAsync<T>(Func<DeserializationContext, T> deserialize, bool isSingle, CancellationToken cancellationToken)
        where T : class
    {
        var arrivedBytes = 0L;
        try
        {
            if (_input.TryRead(out var read) && Take(read, deserialize, isSingle, out var message, out arrivedBytes))
            {
                return new ValueTask<T?>(message);
            }
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }

        return WaitAsync(deserialize, isSingle, arrivedBytes, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T?> WaitAsync<T>(
        Func<DeserializationContext, T> deserialize, bool isSingle, long arrivedBytes, CancellationToken cancellationToken)
        where T : class
    {
        MessageArrival? arrival = null;
        try
        {
            while (true)
            {
                if (_slowSenders is not null && (arrivedBytes > 0 || !_mayPause))
                {
                    arrival ??= _slowSenders.Watch(_input);
                }

                var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (Take(read, deserialize, isSingle, out var message, out arrivedBytes))
                {
                    return message;
                }

                if (read.IsCanceled)
                {
                    // Only the watch wakes a reader, maybe once more after its message has ended.
                    arrival?.Check(arrivedBytes);
                }
            }
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
        finally
        {
            arrival?.Release();
        }
    }

    // False when more has to arrive; the message is null at the end of the stream. Gives the buffer back either way.
    private bool Take<T>(
        in ReadResult read, Func<DeserializationContext, T> deserialize, bool isSingle, out T? message, out long arrivedBytes)
        where T : class
    {
        var buffer = read.Buffer;
        var consumed = buffer.Start;
        var examined = buffer.End;
        message = null;
        arrivedBytes = buffer.Length;
        try
        {
            var isWhole = TryReadFrame(buffer, out var header);
            if (isSingle && isWhole && arrivedBytes > header.FrameLength)
            {
                throw WireFailures.SecondRequest();
            }

            if (isWhole && (read.IsCompleted || !isSingle))
            {
                consumed = examined = isSingle ? buffer.End : buffer.GetPosition(header.FrameLength);
                message = Deserialize(deserialize, buffer, header);
                return true;
            }

            if (!read.IsCompleted)
            {
                return false;
            }

            consumed = buffer.End;
            return arrivedBytes > 0 ? throw WireFailures.TruncatedMessage()
                : isSingle ? throw WireFailures.NoRequest()
                : true;
        }
        finally
        {
            _input.AdvanceTo(consumed, examined);
        }
    }

    // A length past the limit is refused at its header, before its bytes are waited for.
    private bool TryReadFrame(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        if (!FrameHeader.TryRead(buffer, out header))
        {
            return false;
        }

        if (header.Flag > FrameHeader.CompressedFlag)
        {
            throw WireFailures.UnknownFlag(header.Flag);
        }

        if (header.Length > _limit)
        {
            throw WireFailures.ReceivedTooLarge((int)_limit);
        }

        return buffer.Length >= header.FrameLength;
    }

    private T Deserialize<T>(Func<DeserializationContext, T> deserialize, in ReadOnlySequence<byte> buffer, FrameHeader header)
        where T : class
    {
        var payload = buffer.Slice(FrameHeader.Size, header.Length);
        if (!header.IsCompressed)
        {
            return DeserializePlain(deserialize, payload);
        }

        if (_compression is null)
        {
            throw WireFailures.UndeclaredCompression();
        }

        using var plain = new PooledBuffer();
        Decompress(_compression, payload, plain);
        return DeserializePlain(deserialize, new ReadOnlySequence<byte>(plain.WrittenMemory));
    }

    private T DeserializePlain<T>(Func<DeserializationContext, T> deserialize, in ReadOnlySequence<byte> payload)
        where T : class
    {
        _payload = payload;
        try
        {
            return deserialize(this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw WireFailures.NotDeserializable(e);
        }
        finally
        {
            _payload = default;
        }
    }

    private void Decompress(ICompressionProvider provider, in ReadOnlySequence<byte> payload, PooledBuffer plain)
    {
        try
        {
            using var stream = provider.CreateDecompressionStream(new SequenceStream(payload));
            int count;
            while ((count = stream.Read(plain.GetSpan(4096))) > 0)
            {
                plain.Advance(count);
                // A small message may unpack to a huge one: stop at the limit, not after it.
                if ((uint)plain.WrittenCount > _limit)
                {
                    throw WireFailures.ReceivedTooLarge((int)_limit);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw WireFailures.NotDecompressible(e);
        }
    }
}
