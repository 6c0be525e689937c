using GrpcExp.Analysis.Experiments;
using GrpcExp.Statistics.Quantiles;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Turns values of units into what an analysis reads of a quantile metric.</summary>
internal static class QuantileSums
{
    /// <summary>By variant.</summary>
    /// <param name="values">Values of one metric.</param>
    /// <param name="onlyExposed">True to leave out units that do not count in exposed mode.</param>
    /// <param name="quantile">In (0, 1).</param>
    public static IReadOnlyDictionary<string, MetricVariantInput> ByVariant(IEnumerable<QuantileValue> values, bool onlyExposed, double quantile) => values
        .Where(value => value.IsInExposed || !onlyExposed)
        .GroupBy(value => value.Variant)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => new MetricVariantInput(QuantileTest.UnitMoments([.. group.SelectMany(value => Enumerable.Repeat(value.Value, value.Units))], quantile)));
}
