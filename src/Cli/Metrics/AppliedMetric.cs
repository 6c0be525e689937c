namespace GrpcExp.Cli.Metrics;

/// <summary>What became of one entry.</summary>
/// <param name="Key">Key of the metric.</param>
/// <param name="Version">Its version now, or the version it would have.</param>
/// <param name="Change">What was done, or would be.</param>
internal sealed record AppliedMetric(string Key, int Version, MetricChange Change)
{
    /// <summary>What the control plane says its author should know; default none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The change as it is printed.</summary>
    public string Word => Change.ToString().ToLowerInvariant();
}
