namespace GrpcExp.Client.Lookups;

/// <summary>Cuts a byte stream into the bodies of varint-delimited answers.</summary>
internal sealed class LookupFrames
{
    /// <summary>A larger buffer is let go of as soon as it is empty.</summary>
    private const int KeptBytes = 1 << 20;

    private const int FirstBytes = 64 * 1024;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;

    /// <summary>Where to receive into; never empty.</summary>
    public Memory<byte> Free()
    {
        if (_end == _buffer.Length)
        {
            // Most of the buffer was taken already, or the frame at its start is longer than the buffer.
            var target = _start > _buffer.Length / 2 ? _buffer : new byte[_buffer.Length * 2];
            _buffer.AsSpan(_start.._end).CopyTo(target);
            (_buffer, _end, _start) = (target, _end - _start, 0);
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>That many bytes were received.</summary>
    public void Received(int count) => _end += count;

    /// <summary>The body of the next answer, when it is complete; valid until bytes are received again.</summary>
    /// <exception cref="InvalidDataException">What is announced is longer than any answer.</exception>
    public bool TryTake(out ReadOnlySpan<byte> body)
    {
        body = default;
        var bytes = _buffer.AsSpan(_start.._end);
        if (!TryReadLength(bytes, out var length, out var prefix) || bytes.Length - prefix < length)
        {
            return false;
        }

        body = bytes.Slice(prefix, length);
        _start += prefix + length;
        if (_start == _end)
        {
            _start = _end = 0;
            _buffer = _buffer.Length > KeptBytes ? new byte[FirstBytes] : _buffer;
        }

        return true;
    }

    private static bool TryReadLength(ReadOnlySpan<byte> bytes, out int length, out int prefix)
    {
        ulong value = 0;
        for (prefix = 0; prefix < bytes.Length && prefix < 5; prefix++)
        {
            value |= (ulong)(bytes[prefix] & 0x7F) << (7 * prefix);
            if (bytes[prefix] < 0x80)
            {
                prefix++;
                length = value <= ClientLimits.AnswerBytes
                    ? (int)value
                    : throw new InvalidDataException($"The sidecar announced a frame of {value} bytes; the longest allowed is {ClientLimits.AnswerBytes}.");
                return true;
            }
        }

        length = 0;
        return prefix < 5 ? false : throw new InvalidDataException("The sidecar sent a length that is no varint.");
    }
}
