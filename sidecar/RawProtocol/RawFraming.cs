using System.Buffers;

namespace GrpcExp.Sidecar;

/// <summary>Frames of the raw protocol: the length as a base-128 varint, then as many bytes.</summary>
internal static class RawFraming
{
    /// <summary>Five groups of seven bits hold every length up to the limit and far beyond.</summary>
    private const int MaxVarintBytes = 5;

    /// <summary>Reads the length at the front of a buffer.</summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="limit">Longest frame accepted, bytes.</param>
    /// <param name="length">Bytes of the frame that follows.</param>
    /// <param name="prefix">Bytes of the length itself.</param>
    /// <returns>Complete with a length, incomplete when more bytes are needed, invalid when none can help.</returns>
    public static FrameStatus TryReadLength(ReadOnlySpan<byte> buffer, int limit, out int length, out int prefix)
    {
        ulong value = 0;
        length = 0;
        for (prefix = 0; prefix < buffer.Length && prefix < MaxVarintBytes;)
        {
            var next = buffer[prefix];
            value |= (ulong)(next & 0x7F) << (7 * prefix++);
            if (next < 0x80)
            {
                length = value <= (ulong)limit ? (int)value : 0;
                return value <= (ulong)limit ? FrameStatus.Complete : FrameStatus.Invalid;
            }
        }

        return prefix == MaxVarintBytes ? FrameStatus.Invalid : FrameStatus.Incomplete;
    }

    /// <summary>Writes the length of a frame.</summary>
    public static void WriteLength(IBufferWriter<byte> writer, int length)
    {
        var span = writer.GetSpan(MaxVarintBytes);
        var index = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                span[index++] = (byte)rest;
                break;
            }

            span[index++] = (byte)(rest | 0x80);
        }

        writer.Advance(index);
    }
}
