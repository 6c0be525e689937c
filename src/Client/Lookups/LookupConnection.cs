using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using GrpcExp.Client.Changes;
using GrpcExp.Client.Evaluations;

namespace GrpcExp.Client.Lookups;

/// <summary>
/// One connection of the raw protocol. Requests are pipelined and answers come in order, so a request's place in the queue
/// is all that has to be kept. A lone request is written at once; what comes while others are under way is collected, so
/// that one write, and one read at the other end, carries many.
/// </summary>
internal sealed class LookupConnection : IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>An answer that is overdue by this is taken for never: answers come in order, so nothing would follow either.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private const int KeptBytes = 1 << 20;

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly ServedRevision _served;
    private readonly TimeSpan _timeout;
    private readonly int _limit;
    private readonly LookupFrames _incoming = new();
    private readonly ConcurrentQueue<LookupOperation> _pool = new();
    private readonly LookupQueue _queue;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<string> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private readonly Task _reading;
    private ArrayBufferWriter<byte> _outgoing = new();
    private ArrayBufferWriter<byte> _spare = new();
    private ulong _sent;
    private ulong _answered;
    private string? _failure;
    private string _epoch = "";
    private long _revision;
    private bool _isWriting;
    private bool _isTimed;

    private LookupConnection(Socket socket, GrpcExpClientOptions options, ServedRevision served)
    {
        _socket = socket;
        _time = options.Time;
        _timeout = options.Timeout;
        _limit = options.InFlightPerConnection;
        _served = served;
        _queue = new LookupQueue(_limit);
        _timer = _time.CreateTimer(static connection => ((LookupConnection)connection!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>How many requests are on their way.</summary>
    public int InFlight => _queue.Count;

    /// <summary>Ends with the reason once the connection can give no more answers.</summary>
    public Task<string> Broken => _broken.Task;

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static async Task<LookupConnection> OpenAsync(
        string path, GrpcExpClientOptions options, ServedRevision served, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new LookupConnection(socket, options, served);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new IOException($"The sidecar's socket '{path}' does not answer: {failure.Message}.", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks; await the result exactly once. Fails only by what the answer says.</summary>
    /// <param name="question">What to ask.</param>
    /// <param name="deadline">When the answer is late, as a timestamp of the clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<LookupAnswer> AskAsync(in LookupQuestion question, long deadline, CancellationToken cancellationToken)
    {
        LookupOperation operation;
        bool starts, isAlone;
        lock (_gate)
        {
            var id = _sent + 1;
            var size = question.BodySize(id);
            if (Refuse(size) is { } reason)
            {
                return new ValueTask<LookupAnswer>(LookupAnswer.Failed(reason));
            }

            _sent = id;
            var target = _outgoing.GetSpan(size + sizeof(int) + 1);
            var prefix = Varint.Write(target, (ulong)size);
            question.WriteBody(target.Slice(prefix, size), id);
            _outgoing.Advance(prefix + size);
            operation = _pool.TryDequeue(out var used) ? used : new LookupOperation(_pool);
            operation.Begin(deadline);
            _queue.Enqueue(operation);
            starts = !_isWriting;
            isAlone = _queue.Count == 1;
            _isWriting = true;
            if (!_isTimed)
            {
                _isTimed = true;
                Arm(deadline);
            }
        }

        if (starts && isAlone)
        {
            _ = WriteAsync();
        }
        else if (starts)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return operation.AsTask(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Break(NoAnswer.Closed);
        await _reading.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    private string? Refuse(int size) => _failure is not null ? _failure
        : size > ClientLimits.RequestBytes ? $"The request's {size} bytes are over the limit of {ClientLimits.RequestBytes} (RequestBytes); ask for less at once."
        : _queue.IsFull ? $"{_limit} requests are on their way already, the limit of a connection (InFlightPerConnection); ask fewer at once or open more connections."
        : _outgoing.WrittenCount + size > ClientLimits.WaitingBytes ? $"{_outgoing.WrittenCount} bytes wait to be written, the limit is {ClientLimits.WaitingBytes} (WaitingBytes); ask fewer at once."
        : null;

    // One batch at a time: what callers add meanwhile goes out with the next one, behind whatever the pool has to do first,
    // so that under load a write carries many requests and no caller writes for the others for long.
    private async Task WriteAsync()
    {
        try
        {
            ArrayBufferWriter<byte> ready;
            lock (_gate)
            {
                (ready, _outgoing, _spare) = (_outgoing, _spare, _outgoing);
            }

            var rest = ready.WrittenMemory;
            while (rest.Length > 0)
            {
                rest = rest[await _socket.SendAsync(rest, SocketFlags.None, _closing.Token).ConfigureAwait(false)..];
            }

            ready.ResetWrittenCount();
            lock (_gate)
            {
                _spare = ready.Capacity > KeptBytes ? new ArrayBufferWriter<byte>() : ready;
                _isWriting = _outgoing.WrittenCount > 0 && _failure is null;
                if (_isWriting)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                }
            }
        }
#pragma warning disable CA1031 // Whatever breaks the connection, its callers hear of it and the client opens another.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Break(failure.Message);
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var count = await _socket.ReceiveAsync(_incoming.Free(), SocketFlags.None, _closing.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    throw new IOException("The sidecar closed the connection.");
                }

                _incoming.Received(count);
                TakeAnswers();
            }
        }
#pragma warning disable CA1031 // As above.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Break(failure.Message);
        }
    }

    private void TakeAnswers()
    {
        while (_incoming.TryTake(out var body))
        {
            var answer = LookupAnswer.Read(body, _epoch);
            if (answer.RequestId == 0 && answer.Failure is not null)
            {
                throw new InvalidDataException(answer.Failure);
            }

            LookupOperation operation;
            lock (_gate)
            {
                if (answer.RequestId != _answered + 1 || _queue.Count == 0)
                {
                    throw new InvalidDataException($"The sidecar answered request {answer.RequestId} where the answer to {_answered + 1} was due.");
                }

                _answered++;
                operation = _queue.Dequeue();
            }

            // Before the caller continues, so that it finds the change where its answer is from.
            if (answer.Revision != _revision || !ReferenceEquals(answer.Epoch, _epoch))
            {
                _served.Observe(answer.Epoch, answer.Revision, isFresh: _revision == 0);
                (_revision, _epoch) = (answer.Revision, answer.Epoch);
            }

            operation.TryComplete(answer);
            operation.Release();
        }
    }

    private void Arm(long deadline)
    {
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
        _timer.Change(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    // All requests wait equally long, so the oldest is late first. One that is late keeps its place until its answer comes.
    private void Expire()
    {
        var isDead = false;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            long? next = null;
            for (var index = 0; index < _queue.Count && next is null; index++)
            {
                var operation = _queue[index];
                if (operation.IsDone)
                {
                    continue;
                }

                if (operation.Deadline <= now)
                {
                    operation.TryComplete(LookupAnswer.Failed(NoAnswer.LateBy(_timeout)));
                }
                else
                {
                    next = operation.Deadline;
                }
            }

            if (_queue.Count > 0)
            {
                var end = _queue[0].Deadline + (long)(LongestSilence.TotalSeconds * _time.TimestampFrequency);
                isDead = end <= now;
                next = next is { } sooner ? Math.Min(sooner, end) : end;
            }

            _isTimed = next is not null && _failure is null && !isDead;
            if (_isTimed)
            {
                Arm(next!.Value);
            }
        }

        if (isDead)
        {
            Break($"The sidecar has been silent for more than {LongestSilence.TotalSeconds:0} s.");
        }
    }

    private void Break(string reason)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return;
            }

            _failure = reason;
            while (_queue.Count > 0)
            {
                var operation = _queue.Dequeue();
                operation.TryComplete(LookupAnswer.Failed(reason));
                operation.Release();
            }
        }

        _closing.Cancel();
        _socket.Dispose();
        _broken.TrySetResult(reason);
    }
}
