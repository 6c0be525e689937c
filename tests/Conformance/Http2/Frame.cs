using System.Buffers.Binary;

namespace GrpcExp.Conformance.Http2;

/// <summary>One HTTP/2 frame.</summary>
internal sealed record Frame(FrameType Type, FrameFlags Flags, int StreamId, byte[] Payload)
{
    public const int HeaderSize = 9;

    public bool EndsStream => Type is FrameType.Data or FrameType.Headers && Flags.HasFlag(FrameFlags.EndStream);

    public bool IsAck => Type is FrameType.Settings or FrameType.Ping && Flags.HasFlag(FrameFlags.Ack);

    /// <summary>The error code of RST_STREAM or GOAWAY.</summary>
    public Http2Error Error => (Http2Error)BinaryPrimitives.ReadInt32BigEndian(Payload.AsSpan(Type == FrameType.GoAway ? 4 : 0));

    public static byte[] Header(int length, FrameType type, FrameFlags flags, int streamId)
    {
        var header = new byte[HeaderSize];
        header[0] = (byte)(length >> 16);
        header[1] = (byte)(length >> 8);
        header[2] = (byte)length;
        header[3] = (byte)type;
        header[4] = (byte)flags;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(5), streamId);
        return header;
    }

    public byte[] ToBytes() => [.. Header(Payload.Length, Type, Flags, StreamId), .. Payload];

    /// <summary>The content of a DATA or HEADERS frame without its padding and priority.</summary>
    public ReadOnlyMemory<byte> Content
    {
        get
        {
            var start = Flags.HasFlag(FrameFlags.Padded) ? 1 : 0;
            var end = Payload.Length - (start == 1 ? Payload[0] : 0);
            start += Type == FrameType.Headers && Flags.HasFlag(FrameFlags.Priority) ? 5 : 0;
            return Payload.AsMemory(start, end - start);
        }
    }
}
