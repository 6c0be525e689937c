namespace NBomber.Contracts;

/// <summary>What a scenario's run came to. Latency counts from the planned start, so a stall is seen by all who waited.</summary>
/// <param name="ScenarioName">The scenario.</param>
/// <param name="OkCount">Invocations that worked.</param>
/// <param name="FailCount">Invocations that failed.</param>
/// <param name="FirstFailure">Why the first one failed; empty when none did.</param>
/// <param name="RequestsPerSecond">Completed a second.</param>
/// <param name="Percent50">Median latency.</param>
/// <param name="Percent95">95th percentile.</param>
/// <param name="Percent99">99th percentile.</param>
/// <param name="Percent999">99.9th percentile.</param>
/// <param name="Maximum">Longest.</param>
public sealed record ScenarioStats(
    string ScenarioName,
    long OkCount,
    long FailCount,
    string FirstFailure,
    double RequestsPerSecond,
    TimeSpan Percent50,
    TimeSpan Percent95,
    TimeSpan Percent99,
    TimeSpan Percent999,
    TimeSpan Maximum);
