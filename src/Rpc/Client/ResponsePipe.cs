using System.Buffers;
using System.IO.Pipelines;

namespace GrpcExp.Rpc.Client;

/// <summary>
/// Reads a response through one pooled array that grows to the size of the largest message, which costs a call less than
/// the segments of an ordinary pipe reader. One read at a time.
/// </summary>
internal sealed class ResponsePipe(Stream source) : PipeReader
{
    private const int FirstSize = 4096;

    private byte[] _array = [];
    private int _start;
    private int _end;
    private bool _isExamined = true;
    private bool _isAtEnd;

    public override bool TryRead(out ReadResult result)
    {
        result = Result();
        return !_isExamined || _isAtEnd;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (!_isExamined || _isAtEnd)
        {
            return new ValueTask<ReadResult>(Result());
        }

        MakeRoom();
        var read = source.ReadAsync(_array.AsMemory(_end), cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Received(read.Result)) : WaitAsync(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _start = consumed.GetInteger();
        _isExamined = examined.GetInteger() == _end;
    }

    public override void CancelPendingRead() => throw new NotSupportedException("A read ends with its token.");

    public override void Complete(Exception? exception = null)
    {
        var array = _array;
        _array = [];
        _start = _end = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<int> read) => Received(await read.ConfigureAwait(false));

    private ReadResult Received(int count)
    {
        _end += count;
        _isAtEnd = count == 0;
        _isExamined = false;
        return Result();
    }

    private ReadResult Result() => new(new ReadOnlySequence<byte>(_array, _start, _end - _start), isCanceled: false, _isAtEnd);

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_end < _array.Length)
        {
            return;
        }

        var held = _end - _start;
        // Half empty means that moving is enough.
        var larger = held > _array.Length / 2 || _array.Length == 0
            ? ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, (int)Math.Min(2L * _array.Length, Array.MaxLength)))
            : _array;
        _array.AsSpan(_start, held).CopyTo(larger);
        if (larger != _array && _array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
        _start = 0;
        _end = held;
    }
}
