namespace GrpcExp.Cli.Seeds;

/// <summary>
/// What a metric is in each arm, control first. Conversions and revenue: units with the event, per thousand. Sessions:
/// a hundred times the mean. Page load: percent of the ordinary time.
/// </summary>
/// <param name="Metric">The metric.</param>
/// <param name="Levels">One level an arm.</param>
internal sealed record SeedEffect(string Metric, params int[] Levels)
{
    /// <summary>Levels in the segment where the effect is another one; null when there is none.</summary>
    public int[]? SegmentLevels { get; init; }
}
