namespace GrpcExp.Warehouse.Builds;

/// <summary>How a build ended. Nothing of an unpublished build is visible to readers.</summary>
/// <param name="BuildId">Number of the build, rising.</param>
/// <param name="Published">True when readers now see this build; false leaves them on the one before.</param>
/// <param name="Failure">Why it was not published, for a person; null when it was.</param>
/// <param name="Watermark">UTC time of the newest raw event it has seen; null when there were none.</param>
/// <param name="Elapsed">Time the whole build took.</param>
/// <param name="Models">Models run, in order.</param>
/// <param name="Tests">Data tests run, in order.</param>
public sealed record BuildResult(
    long BuildId,
    bool Published,
    string? Failure,
    DateTimeOffset? Watermark,
    TimeSpan Elapsed,
    IReadOnlyList<ModelRun> Models,
    IReadOnlyList<TestRun> Tests)
{
    /// <summary>Tests of severity error that found rows. When the build is published all the same, the scorecards concerned are RED.</summary>
    public IEnumerable<TestRun> FailedTests => Tests.Where(test => test.IsFailed);
}
