using System.Buffers;

namespace GrpcExp.Sidecar;

/// <summary>Answers that wait to be sent, in one piece of pooled memory.</summary>
internal sealed class RawOutput : IBufferWriter<byte>, IDisposable
{
    /// <summary>An idle connection holds this much.</summary>
    private const int FirstBytes = 4 << 10;

    /// <summary>Memory beyond this is given back once it was sent: twice what is collected before a write.</summary>
    private const int KeptBytes = 2 * RawLimits.FlushBytes;

    /// <summary>Least room that is given to a writer that names none.</summary>
    private const int LeastRoom = 256;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;

    /// <summary>What waits to be sent.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Forgets what was sent.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > KeptBytes)
        {
            MoveTo(FirstBytes);
        }
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private void MakeRoom(int wanted)
    {
        var room = Math.Max(wanted, LeastRoom);
        if (_bytes.Length - _length < room)
        {
            MoveTo(Math.Max(_length + room, _bytes.Length * 2));
        }
    }

    private void MoveTo(int size)
    {
        var target = ArrayPool<byte>.Shared.Rent(size);
        _bytes.AsSpan(0, _length).CopyTo(target);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = target;
    }
}
