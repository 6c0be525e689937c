using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace GrpcExp.Rpc.Wire;

/// <summary>What comes before every message: one flag byte and a big-endian length of four bytes.</summary>
internal readonly record struct FrameHeader(byte Flag, uint Length)
{
    public const int Size = 5;

    // Set in the flag byte of a message that is compressed by the encoding of its stream. No other bit is defined.
    public const byte CompressedFlag = 1;

    public bool IsCompressed => Flag == CompressedFlag;

    /// <summary>Header and payload together.</summary>
    public long FrameLength => Size + (long)Length;

    /// <summary>False while fewer than five bytes are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= Size)
        {
            header = new FrameHeader(first[0], BinaryPrimitives.ReadUInt32BigEndian(first[1..]));
            return true;
        }

        return TryReadSplit(buffer, out header);
    }

    public static void Write(Span<byte> target, int length, bool isCompressed)
    {
        target[0] = isCompressed ? CompressedFlag : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)length);
    }

    // The five bytes may lie across segments.
    private static bool TryReadSplit(in ReadOnlySequence<byte> buffer, out FrameHeader header)
    {
        if (buffer.Length < Size)
        {
            header = default;
            return false;
        }

        Span<byte> bytes = stackalloc byte[Size];
        buffer.Slice(0, Size).CopyTo(bytes);
        header = new FrameHeader(bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
        return true;
    }
}
