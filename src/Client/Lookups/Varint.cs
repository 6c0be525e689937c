using System.Diagnostics.CodeAnalysis;

namespace GrpcExp.Client.Lookups;

/// <summary>Base-128 varints, protobuf's numbers.</summary>
internal static class Varint
{
    private const int LongestBytes = 10;

    public static int Size(ulong value)
    {
        var size = 1;
        while ((value >>= 7) != 0)
        {
            size++;
        }

        return size;
    }

    /// <summary>Writes a number and returns how many bytes it took.</summary>
    public static int Write(Span<byte> target, ulong value)
    {
        var index = 0;
        while (value >= 0x80)
        {
            target[index++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[index++] = (byte)value;
        return index;
    }

    /// <summary>Takes a number off the front.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var index = 0; index < bytes.Length && index < LongestBytes; index++)
        {
            value |= (ulong)(bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] < 0x80)
            {
                bytes = bytes[(index + 1)..];
                return value;
            }
        }

        return Bad();
    }

    [DoesNotReturn]
    private static ulong Bad() => throw new InvalidDataException("The sidecar sent a number that is no varint.");
}
