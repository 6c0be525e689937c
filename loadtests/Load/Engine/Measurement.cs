namespace GrpcExp.Load.Engine;

/// <summary>What a stretch of load came to.</summary>
internal sealed record Measurement
{
    /// <summary>What was measured; unique in a report.</summary>
    public required string Name { get; init; }

    /// <summary>True when starts were planned, false for saturation, where the next start waits for the last end.</summary>
    public bool IsOpenLoop { get; init; }

    /// <summary>Planned starts a second; null in a closed loop.</summary>
    public double? PlannedPerSecond { get; init; }

    /// <summary>Good answers a second.</summary>
    public double AchievedPerSecond { get; init; }

    /// <summary>Length of the counted stretch, waiting for the last answers included.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Good answers.</summary>
    public long Ok { get; init; }

    /// <summary>Invocations that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Planned starts that did not happen because too much was under way.</summary>
    public long Dropped { get; init; }

    /// <summary>Why the first one failed; empty when none did.</summary>
    public string FirstFailure { get; init; } = "";

    /// <summary>Latency of the good answers, from the planned start.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>The same from the start that really happened: without the generator's own lateness, but blind to what a stall kept from starting.</summary>
    public LatencySummary FromStart { get; init; } = LatencySummary.None;

    /// <summary>Starts more than a millisecond behind the plan: stalls of the generator, not of the product.</summary>
    public long LateStarts { get; init; }

    /// <summary>How far starts were behind the plan.</summary>
    public LatencySummary Lateness { get; init; } = LatencySummary.None;

    /// <summary>How many good answers took how long.</summary>
    public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    /// <summary>Who used the processors meanwhile; null where nobody looked.</summary>
    public ProcessorUse? Processors { get; init; }
}
