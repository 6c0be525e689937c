namespace GrpcExp.Storage.Schema;

/// <summary>One version of a metric.</summary>
internal sealed class MetricRow : ResourceRow
{
    public required int Version { get; set; }

    /// <summary>True for one version of each key.</summary>
    public required bool Newest { get; set; }
}
