namespace GrpcExp.Unit.Sidecar;

/// <summary>A clock whose timers go off when a test says so.</summary>
internal sealed class FiringTime : TimeProvider
{
    private volatile Timer? _newest;

    public TimeSpan? DueTime => _newest?.DueTime;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _newest = new Timer(callback, state) { DueTime = dueTime };

    /// <summary>Lets the newest timer go off.</summary>
    public void Fire()
    {
        var timer = _newest!;
        _newest = null;
        timer.Fire();
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueTime { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DueTime = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
