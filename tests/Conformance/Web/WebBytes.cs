using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace GrpcExp.Conformance.Web;

/// <summary>The bytes of gRPC-Web, written after PROTOCOL-WEB.md and not with the code under test.</summary>
internal static class WebBytes
{
    /// <summary>A message with its frame header.</summary>
    public static byte[] Frame(IMessage message) => Frame(0, message.ToByteArray());

    public static byte[] Frame(byte flag, byte[] payload)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>The trailers as the last frame.</summary>
    public static byte[] Trailers(string text) => Frame(0x80, Encoding.ASCII.GetBytes(text));

    public static byte[] ToText(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));

    /// <summary>Decodes base64 in which padding may end a piece in the middle, as a streaming client does.</summary>
    public static byte[] FromText(byte[] text)
    {
        var plain = new List<byte>();
        for (var i = 0; i < text.Length; i += 4)
        {
            plain.AddRange(Convert.FromBase64String(Encoding.ASCII.GetString(text, i, 4)));
        }

        return [.. plain];
    }

    /// <summary>The frames of a body: flag and payload.</summary>
    public static List<(byte Flag, byte[] Payload)> Frames(byte[] body)
    {
        var frames = new List<(byte, byte[])>();
        for (var rest = body.AsSpan(); !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest[1..]);
            frames.Add((rest[0], rest.Slice(5, length).ToArray()));
            rest = rest[(5 + length)..];
        }

        return frames;
    }
}
