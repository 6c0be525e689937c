using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>Counts what became of invocations. Thread-safe.</summary>
internal sealed class Tally
{
    /// <summary>A start later than this after its plan is counted as late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMilliseconds(1);

    private readonly LatencyHistogram _fromPlan = new();
    private readonly LatencyHistogram _fromStart = new();
    private readonly LatencyHistogram _lateness = new();
    private long _open;
    private long _late;
    private long _dropped;
    private long _failed;
    private string? _firstFailure;

    /// <summary>Invocations that have started and not ended.</summary>
    public long Open => Interlocked.Read(ref _open);

    public void Start() => Interlocked.Increment(ref _open);

    /// <summary>An invocation started so long after its plan.</summary>
    public void Late(long nanoseconds)
    {
        _lateness.Record(nanoseconds);
        if (nanoseconds > LateAfter.TotalNanoseconds)
        {
            Interlocked.Increment(ref _late);
        }
    }

    /// <summary>An invocation was not started at all.</summary>
    public void Drop() => Interlocked.Increment(ref _dropped);

    public void End(IResponse response, long fromPlan, long fromStart)
    {
        if (response.IsError)
        {
            Fail(response.Message);
            return;
        }

        _fromPlan.Record(fromPlan);
        _fromStart.Record(fromStart);
        Interlocked.Decrement(ref _open);
    }

    public void Fail(string message)
    {
        Interlocked.Increment(ref _failed);
        Interlocked.CompareExchange(ref _firstFailure, message, null);
        Interlocked.Decrement(ref _open);
    }

    /// <summary>What is still open has failed.</summary>
    public void GiveUpOpen(TimeSpan patience)
    {
        var open = Interlocked.Exchange(ref _open, 0);
        if (open > 0)
        {
            Interlocked.Add(ref _failed, open);
            Interlocked.CompareExchange(ref _firstFailure, $"No answer within {patience.TotalSeconds:0} s of the end of the load.", null);
        }
    }

    public Measurement Sum(string name, IReadOnlyList<LoadSimulation> simulations, TimeSpan elapsed)
    {
        var injections = simulations.OfType<Injection>().ToArray();
        var seconds = Math.Max(elapsed.TotalSeconds, simulations.Sum(s => s.During.TotalSeconds));
        return new Measurement
        {
            Name = name,
            IsOpenLoop = injections.Length > 0,
            PlannedPerSecond = injections.Length > 0 ? injections.Sum(i => i.PerSecond * i.During.TotalSeconds) / injections.Sum(i => i.During.TotalSeconds) : null,
            AchievedPerSecond = seconds > 0 ? _fromPlan.Count / seconds : 0,
            Elapsed = elapsed,
            Ok = _fromPlan.Count,
            Failed = Interlocked.Read(ref _failed),
            Dropped = Interlocked.Read(ref _dropped),
            FirstFailure = _firstFailure ?? "",
            Latency = LatencySummary.Of(_fromPlan),
            FromStart = LatencySummary.Of(_fromStart),
            LateStarts = Interlocked.Read(ref _late),
            Lateness = LatencySummary.Of(_lateness),
            Histogram = _fromPlan.Bins(),
        };
    }
}
