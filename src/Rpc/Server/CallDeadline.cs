
namespace GrpcExp.Rpc.Server;

/// <summary>
/// The deadline of one call. When it passes, the caller is answered at once, whatever the handler does, and the handler's
/// token is cancelled. Whether the handler or the deadline ends the call is decided here, once.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    // Timers take at most this many milliseconds (49 days); a later deadline needs no timer.
    private const double LongestTimer = uint.MaxValue - 1.0;

    private readonly Lock _lock = new();
    private readonly ServerCall _call;
    private readonly ITimer? _timer;
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _callerLeaves;
    private Task? _answer;
    private bool _handlerEnded;
    private volatile bool _hasPassed;

    public CallDeadline(ServerCall call, TimeProvider time, TimeSpan timeout)
    {
        _call = call;
        var now = time.GetUtcNow().UtcDateTime;
        Moment = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        if (timeout.TotalMilliseconds < LongestTimer)
        {
            _timer = time.CreateTimer(static d => ((CallDeadline)d!).Pass(), this, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>UTC.</summary>
    public DateTime Moment { get; }

    public bool HasPassed => _hasPassed;

    /// <summary>Cancelled when the deadline passes or the caller leaves.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (_hasPassed)
                    {
                        _source.Cancel();
                    }
                    else
                    {
                        _callerLeaves = _call.Http.RequestAborted.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _source);
                    }
                }

                return _source.Token;
            }
        }
    }

    /// <summary>True when the handler may answer; false when the deadline has, and its answer is out.</summary>
    public ValueTask<bool> TryEndCallAsync()
    {
        Task? answer;
        lock (_lock)
        {
            _handlerEnded = true;
            answer = _answer;
        }

        return answer is null ? new ValueTask<bool>(true) : AfterAsync(answer);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _handlerEnded = true;
        }

        // Not Dispose: it would wait for a callback that may be running right now. The source has nothing to dispose of.
        _callerLeaves.Unregister();
    }

    private static async ValueTask<bool> AfterAsync(Task answer)
    {
        await answer.ConfigureAwait(false);
        return false;
    }

    private void Pass()
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            if (_handlerEnded)
            {
                return;
            }

            _hasPassed = true;
            if (_call.TryTakeResponse())
            {
                _answer = _call.SendDeadlineExceededAsync();
            }

            source = _source;
        }

        // Outside the lock: what is registered runs right here.
        source?.Cancel();
    }
}
