namespace GrpcExp.Warehouse.Builds;

/// <summary>How long lanes have worked on one model: not how long it waited for one, and twice what passed while two did.</summary>
internal sealed class LaneClock
{
    private static readonly AsyncLocal<LaneClock?> Running = new();

    private readonly TimeProvider time;
    private long ticks;

    private LaneClock(TimeProvider time) => this.time = time;

    /// <summary>The one that the calling flow has started; null before.</summary>
    public static LaneClock? Current => Running.Value;

    /// <summary>Work so far.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref ticks));

    /// <summary>Counts what the calling flow does on lanes from now on.</summary>
    public static LaneClock Start(TimeProvider time) => Running.Value = new LaneClock(time);

    /// <summary>Runs an action and counts the time it takes.</summary>
    public async Task<T> CountAsync<T>(Func<Task<T>> action)
    {
        var started = time.GetTimestamp();
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref ticks, time.GetElapsedTime(started).Ticks);
        }
    }
}
