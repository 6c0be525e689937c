using System.Buffers;

namespace GrpcExp.Sidecar;

/// <summary>What has arrived on a connection and was not taken yet, in one piece of pooled memory that grows with the longest frame.</summary>
internal sealed class RawInput : IDisposable
{
    /// <summary>An idle connection holds this much; a burst that does not fit makes it grow.</summary>
    private const int FirstBytes = 4 << 10;

    /// <summary>Memory beyond this is given back once everything in it was taken.</summary>
    private const int KeptBytes = 64 << 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _start;
    private int _end;

    /// <summary>Where to receive into; never empty. Frames taken before are gone.</summary>
    public Memory<byte> Free()
    {
        var waiting = _end - _start;
        if (waiting == 0)
        {
            (_start, _end) = (0, 0);
            if (_bytes.Length > KeptBytes)
            {
                MoveTo(FirstBytes);
            }
        }
        else if (_end == _bytes.Length)
        {
            // Room is made by moving what waits to the front, unless it is most of the memory already.
            MoveTo(waiting > _bytes.Length / 2 ? _bytes.Length * 2 : _bytes.Length);
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>That many bytes were received.</summary>
    public void Received(int count) => _end += count;

    /// <summary>Takes the next frame.</summary>
    /// <param name="limit">Longest frame accepted, bytes.</param>
    /// <param name="frame">The frame without its length; valid until memory is asked for again.</param>
    /// <returns>Complete with a frame, incomplete when more bytes are needed, invalid when none can help.</returns>
    public FrameStatus TryTake(int limit, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var status = RawFraming.TryReadLength(_bytes.AsSpan(_start.._end), limit, out var length, out var prefix);
        if (status != FrameStatus.Complete)
        {
            return status;
        }

        if (_end - _start - prefix < length)
        {
            return FrameStatus.Incomplete;
        }

        frame = new ReadOnlySequence<byte>(_bytes, _start + prefix, length);
        _start += prefix + length;
        return FrameStatus.Complete;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        (_start, _end) = (0, 0);
    }

    private void MoveTo(int size)
    {
        var target = size == _bytes.Length ? _bytes : ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(_start.._end).CopyTo(target);
        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        (_bytes, _end, _start) = (target, _end - _start, 0);
    }
}
