using System.Buffers;

namespace GrpcExp.Sidecar;

/// <summary>Frames of the raw protocol: the length as a base-128 varint, then as many bytes.</summary>
internal static class RawFraming
{
    /// <summary>Five groups of seven bits hold every length up to the limit and far beyond.</summary>
    private const int MaxVarintBytes = 5;

    /// <summary>Takes one frame off the front of a buffer.</summary>
    /// <returns>Complete with a frame, incomplete when more bytes are needed, invalid when none can help.</returns>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, int limit, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        ulong length = 0;
        for (var index = 0; ; index++)
        {
            if (index == MaxVarintBytes)
            {
                return FrameStatus.Invalid;
            }

            if (!reader.TryRead(out var next))
            {
                return FrameStatus.Incomplete;
            }

            length |= (ulong)(next & 0x7F) << (7 * index);
            if (next < 0x80)
            {
                break;
            }
        }

        if (length > (ulong)limit)
        {
            return FrameStatus.Invalid;
        }

        if (reader.Remaining < (long)length)
        {
            return FrameStatus.Incomplete;
        }

        frame = buffer.Slice(reader.Position, (long)length);
        buffer = buffer.Slice(frame.End);
        return FrameStatus.Complete;
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
