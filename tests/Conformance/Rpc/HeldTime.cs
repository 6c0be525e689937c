namespace GrpcExp.Conformance.Rpc;

/// <summary>A clock whose timers fire when the test says so; it remembers what they were set to.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Held> _timers = [];
    private TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What timers have been set to, in order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Done when a timer has been set that has not been released.</summary>
    public Task Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Task;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Held(() => callback(state));
        lock (_lock)
        {
            Waits.Add(dueTime);
            _timers.Add(timer);
            _waiting.TrySetResult();
        }

        return timer;
    }

    /// <summary>Waits, for a minute at most, until so many timers have been set.</summary>
    public async Task ReachAsync(int timers, CancellationToken cancellationToken)
    {
        var end = GetUtcNow().AddMinutes(1);
        while (true)
        {
            lock (_lock)
            {
                if (Waits.Count >= timers)
                {
                    return;
                }
            }

            Assert.True(GetUtcNow() < end, $"Fewer than {timers} timers were set within a minute.");
            await Task.Delay(5, cancellationToken);
        }
    }

    /// <summary>Fires every timer that is set, in the order in which they were.</summary>
    public void Release()
    {
        Held[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
            _timers.Clear();
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (var timer in timers)
        {
            timer.Fire();
        }
    }

    private sealed class Held(Action fire) : ITimer
    {
        private bool _isDisposed;

        public void Fire()
        {
            if (!_isDisposed)
            {
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
