using System.Buffers.Binary;

namespace GrpcExp.Conformance.Http2;

/// <summary>Makes the frames that tests send.</summary>
internal static class Frames
{
    public static Frame Settings(params (Setting Name, int Value)[] settings)
    {
        var payload = new byte[settings.Length * 6];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(i * 6), (ushort)settings[i].Name);
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan((i * 6) + 2), settings[i].Value);
        }

        return new Frame(FrameType.Settings, FrameFlags.None, 0, payload);
    }

    public static Frame SettingsAck() => new(FrameType.Settings, FrameFlags.Ack, 0, []);

    public static Frame Ping(long content, bool ack = false)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(payload, content);
        return new Frame(FrameType.Ping, ack ? FrameFlags.Ack : FrameFlags.None, 0, payload);
    }

    public static Frame RstStream(int streamId, Http2Error error) => new(FrameType.RstStream, FrameFlags.None, streamId, Number((int)error));

    public static Frame WindowUpdate(int streamId, int increment) => new(FrameType.WindowUpdate, FrameFlags.None, streamId, Number(increment));

    public static Frame GoAway(int lastStreamId, Http2Error error) =>
        new(FrameType.GoAway, FrameFlags.None, 0, [.. Number(lastStreamId), .. Number((int)error)]);

    public static Frame Headers(int streamId, bool endStream, params (string Name, string Value)[] headers) =>
        new(FrameType.Headers, FrameFlags.EndHeaders | (endStream ? FrameFlags.EndStream : 0), streamId, HpackWriter.Write(headers));

    public static Frame Continuation(int streamId, bool endHeaders, params (string Name, string Value)[] headers) =>
        new(FrameType.Continuation, endHeaders ? FrameFlags.EndHeaders : 0, streamId, HpackWriter.Write(headers));

    public static Frame Data(int streamId, bool endStream, ReadOnlySpan<byte> content) =>
        new(FrameType.Data, endStream ? FrameFlags.EndStream : 0, streamId, content.ToArray());

    public static Frame PaddedData(int streamId, bool endStream, ReadOnlySpan<byte> content, byte padding) =>
        new(FrameType.Data, FrameFlags.Padded | (endStream ? FrameFlags.EndStream : 0), streamId, [padding, .. content, .. new byte[padding]]);

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
