using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace GrpcExp.Client.Lookups;

/// <summary>
/// One request on its way; used again once both the connection and the caller have let go of it. Whoever is first — answer,
/// deadline, cancellation, break — decides the outcome; the caller continues on the thread pool, never on the thread
/// that reads answers.
/// </summary>
internal sealed class LookupOperation(ConcurrentQueue<LookupOperation> pool) : IValueTaskSource<LookupAnswer>, IThreadPoolWorkItem
{
    private const int Waiting = 0;
    private const int Done = 1;

    private ManualResetValueTaskSourceCore<LookupAnswer> _core;
    private CancellationTokenRegistration _registration;
    private LookupAnswer _answer;
    private int _state;
    private int _holders;

    /// <summary>When the answer is late, as a timestamp of the clock.</summary>
    public long Deadline { get; private set; }

    /// <summary>True once the outcome is decided.</summary>
    public bool IsDone => Volatile.Read(ref _state) == Done;

    /// <summary>Begins a request, held by the connection and by the caller.</summary>
    public void Begin(long deadline)
    {
        Deadline = deadline;
        _holders = 2;
        Volatile.Write(ref _state, Waiting);
    }

    /// <summary>What the caller awaits, exactly once.</summary>
    public ValueTask<LookupAnswer> AsTask(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _registration = cancellationToken.UnsafeRegister(
                static operation => ((LookupOperation)operation!).TryComplete(LookupAnswer.Failed(Evaluations.NoAnswer.Cancelled)), this);
        }

        return new ValueTask<LookupAnswer>(this, _core.Version);
    }

    /// <summary>Decides the outcome, unless it is decided.</summary>
    public bool TryComplete(in LookupAnswer answer)
    {
        if (Interlocked.CompareExchange(ref _state, Done, Waiting) != Waiting)
        {
            return false;
        }

        _answer = answer;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>The connection, or the caller, lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _core.Reset();
            _answer = default;
            pool.Enqueue(this);
        }
    }

    // Nothing may be touched afterwards: the caller may have let go already.
    void IThreadPoolWorkItem.Execute() => _core.SetResult(_answer);

    LookupAnswer IValueTaskSource<LookupAnswer>.GetResult(short token)
    {
        var answer = _core.GetResult(token);

        // Waits for a cancellation that is under way, which would otherwise reach whoever uses this next.
        _registration.Dispose();
        _registration = default;
        Release();
        return answer;
    }

    ValueTaskSourceStatus IValueTaskSource<LookupAnswer>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<LookupAnswer>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
