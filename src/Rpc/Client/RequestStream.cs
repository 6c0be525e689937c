using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using GrpcExp.Rpc.Wire;

namespace GrpcExp.Rpc.Client;

/// <summary>
/// The requests of a streaming call, as bytes. Until the call is committed they are kept, so that a further attempt can
/// send them again (gRFC A6, "Memory Management"); past the budget the call commits to the attempt it has.
/// One write at a time.
/// </summary>
internal sealed class RequestStream(RetryBudget budget, CancellationToken callEnds)
{
    private static readonly byte[] Probe = [0];

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PooledBuffer> _kept = [];
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _ended;
    private SentStream? _newest;
    private SentStream? _live;
    private int _dropped;
    private int _streams;
    private long _charged;
    private bool _isCommitted;
    private bool _isAnswered;
    private bool _isOver;

    /// <summary>Whether the requests can no longer be sent again from the start.</summary>
    public bool IsCommitted
    {
        get
        {
            lock (_lock)
            {
                return _isCommitted;
            }
        }
    }

    /// <summary>Done when the call has ended.</summary>
    public Task Ended
    {
        get
        {
            lock (_lock)
            {
                return _isOver ? Task.CompletedTask : (_ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Sends a message, which belongs to this stream from here on; waits through further attempts.</summary>
    /// <exception cref="OperationCanceledException">The call has ended.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WriteAsync(PooledBuffer message, bool flush, CancellationToken cancellationToken)
    {
        var index = Keep(message);
        SentStream? broken = null;
        ExceptionDispatchInfo? failure = null;
        var isHandedOver = false;
        while (await NextAsync(broken).ConfigureAwait(false) is { } stream)
        {
            if (stream.Sent > index)
            {
                // It was sent with those before it when the attempt began.
                return;
            }

            isHandedOver = false;
            try
            {
                stream.Failure?.Throw();
                await stream.Target.WriteAsync(message.WrittenMemory, cancellationToken).ConfigureAwait(false);
                isHandedOver = true;
                if (flush)
                {
                    await stream.Target.FlushAsync(cancellationToken).ConfigureAwait(false);
                }

                Advance(stream);
                return;
            }
            catch (Exception e)
            {
                // What became of the attempt decides: there is a next one, or an answer, or the call ends.
                broken = stream;
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }

        // An answer may overtake the write or the flush of the very message that it answers.
        if (!isHandedOver && !await WasSentAsync(index).ConfigureAwait(false))
        {
            failure?.Throw();
            ThrowIfOver();
        }
    }

    public void Complete() => _complete.TrySetResult();

    /// <summary>Sends what has been kept, then stays open for what follows until the stream is complete.</summary>
    public async Task SendAsync(Stream target, CancellationToken cancellationToken)
    {
        var isSent = false;
        // A duplex call that ends after its response has begun does not cancel the body by itself.
        using var givenUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, callEnds);
        try
        {
            await OpenAsync(target, givenUp.Token).ConfigureAwait(false);
            isSent = true;
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            // Given up while it was being sent, which is no other thing than later.
        }

        await _complete.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isSent && _complete.Task.IsCompletedSuccessfully)
        {
            return;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            // The handler has given the body up. Only a write learns why, and whether the request may be sent again: a bare
            // cancellation would hide that. Nothing goes out any more.
            await target.WriteAsync(Probe, cancellationToken).ConfigureAwait(false);
        }

        throw new OperationCanceledException("The request was given up.", cancellationToken);
    }

    private async Task OpenAsync(Stream target, CancellationToken cancellationToken)
    {
        var stream = new SentStream(target);
        lock (_lock)
        {
            _newest = stream;
            _live = null;
            _streams++;
        }

        try
        {
            // Sends the headers now: the server may want to speak first.
            await target.FlushAsync(cancellationToken).ConfigureAwait(false);
            await SendKeptAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whoever writes next is to meet the same failure, and not to wait for a stream that will never be ready.
            stream.Failure = ExceptionDispatchInfo.Capture(e);
            Offer(stream);
            throw;
        }
        finally
        {
            stream.Opened.SetResult();
        }
    }

    private async Task SendKeptAsync(SentStream stream, CancellationToken cancellationToken)
    {
        var target = stream.Target;
        var isFlushed = true;
        while (true)
        {
            if (Next(stream, isFlushed) is { } message)
            {
                await target.WriteAsync(message.WrittenMemory, cancellationToken).ConfigureAwait(false);
                Advance(stream);
                isFlushed = false;
            }
            else if (!isFlushed)
            {
                await target.FlushAsync(cancellationToken).ConfigureAwait(false);
                isFlushed = true;
            }
            else
            {
                break;
            }
        }
    }

    /// <summary>Before a further attempt, which starts from the first message; false when that is no longer there.</summary>
    public bool TryRestart()
    {
        lock (_lock)
        {
            if (_isCommitted)
            {
                return false;
            }

            _live = _newest = null;
            return true;
        }
    }

    /// <summary>The response has begun: there will be no further attempt.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            _isAnswered = true;
            Commit();
            _waiting?.TrySetResult();
        }
    }

    /// <summary>The call has ended: whoever writes learns of it.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            Commit();
            _kept.Clear();
            _waiting?.TrySetResult();
            _ended?.TrySetResult();
        }

        _complete.TrySetCanceled();
    }

    private int Keep(PooledBuffer message)
    {
        lock (_lock)
        {
            ThrowIfOver();
            if (!_isCommitted)
            {
                if (budget.TryTake(_charged, message.WrittenCount))
                {
                    _charged += message.WrittenCount;
                }
                else
                {
                    Commit();
                }
            }

            _kept.Add(message);
            return _dropped + _kept.Count - 1;
        }
    }

    // The stream to write to, or null when there will be none after the broken one.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SentStream?> NextAsync(SentStream? broken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_isOver || (_isAnswered && _live is not null && _live == broken))
                {
                    return null;
                }

                if (_live is not null && _live != broken)
                {
                    return _live;
                }

                _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _waiting.Task;
            }

            await changed.ConfigureAwait(false);
        }
    }

    // Whether the newest attempt took the message with those that it began with.
    private async ValueTask<bool> WasSentAsync(int index)
    {
        SentStream? stream;
        lock (_lock)
        {
            stream = _newest;
        }

        if (stream is null)
        {
            return false;
        }

        await stream.Opened.Task.ConfigureAwait(false);
        return stream.Sent > index;
    }

    // The next message that the stream lacks; when it lacks none and all are out, it takes new ones directly.
    private PooledBuffer? Next(SentStream stream, bool isFlushed)
    {
        lock (_lock)
        {
            ThrowIfOver();
            var index = stream.Sent - _dropped;
            if (index < 0)
            {
                throw new IOException("The connection was lost after requests had been written that were no longer kept; they cannot be sent again.");
            }

            if (index < _kept.Count)
            {
                return _kept[index];
            }

            if (isFlushed)
            {
                Offer(stream);
            }

            return null;
        }
    }

    // From here on writes go to the stream directly.
    private void Offer(SentStream stream)
    {
        lock (_lock)
        {
            if (stream == _newest)
            {
                _live = stream;
                _waiting?.TrySetResult();
            }
        }
    }

    private void Advance(SentStream stream)
    {
        lock (_lock)
        {
            stream.Sent++;
            if (_isCommitted && stream == _newest)
            {
                Drop(stream.Sent);
            }
        }
    }

    private void Commit()
    {
        if (!_isCommitted)
        {
            _isCommitted = true;
            budget.Give(_charged);
            Drop(_newest?.Sent ?? 0);
        }
    }

    private void Drop(int sent)
    {
        var count = Math.Min(sent - _dropped, _kept.Count);
        if (count <= 0)
        {
            return;
        }

        // A stream that was given up may still be reading from a message: those go to the garbage collector.
        for (var i = 0; _streams == 1 && i < count; i++)
        {
            _kept[i].Dispose();
        }

        _kept.RemoveRange(0, count);
        _dropped += count;
    }

    private void ThrowIfOver()
    {
        if (_isOver)
        {
            throw new OperationCanceledException("The call has ended.");
        }
    }
}
