namespace GrpcExp.Evaluation;

/// <summary>When a rule is in force, in UTC ticks: from the start on, the end excluded. Compared as numbers, so that it costs nothing.</summary>
internal readonly record struct RuleSchedule(long StartTicks, long EndTicks)
{
    /// <summary>In force at any time.</summary>
    public static RuleSchedule Always { get; } = new(long.MinValue, long.MaxValue);

    public static RuleSchedule Of(DateTimeOffset? start, DateTimeOffset? end) =>
        new(start?.UtcTicks ?? long.MinValue, end?.UtcTicks ?? long.MaxValue);

    public bool Holds(long nowTicks) => nowTicks >= StartTicks && nowTicks < EndTicks;
}
