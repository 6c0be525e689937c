namespace GrpcExp.Load.Targets;

/// <summary>Reads the framing of the raw protocol.</summary>
internal static class Frames
{
    /// <summary>Reads the varint at the front of a buffer.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="length">Bytes of the frame.</param>
    /// <param name="prefix">Bytes of the length itself.</param>
    /// <returns>False when more bytes are needed.</returns>
    public static bool TryReadLength(ReadOnlySpan<byte> bytes, out int length, out int prefix)
    {
        length = 0;
        for (prefix = 0; prefix < bytes.Length && prefix < 5;)
        {
            var next = bytes[prefix];
            length |= (next & 0x7F) << (7 * prefix++);
            if (next < 0x80)
            {
                return true;
            }
        }

        return prefix < 5 ? false : throw new InvalidOperationException("The sidecar sent a length that is no varint.");
    }
}
