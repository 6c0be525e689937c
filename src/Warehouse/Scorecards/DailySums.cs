using GrpcExp.Statistics.Moments;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Sums of a metric in one variant as they stood after a day, or of one day since exposure.</summary>
/// <param name="Metric">Key of the metric.</param>
/// <param name="Variant">Key of the variant.</param>
/// <param name="Day">The UTC day; null in a series by day since exposure.</param>
/// <param name="Number">Days since exposure; 0 in the other series.</param>
/// <param name="IsRatio">True when paired values are denominators.</param>
/// <param name="Sums">The sums.</param>
internal sealed record DailySums(string Metric, string Variant, DateOnly? Day, int Number, bool IsRatio, MetricSums Sums)
{
    /// <summary>What a comparison reads.</summary>
    public SampleMoments ToMoments() => Sums.ToInput(IsRatio).Moments;
}
