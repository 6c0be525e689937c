using GrpcExp.Analysis.Experiments;

namespace GrpcExp.Warehouse.Scorecards;

/// <summary>Turns rows of sums into what an analysis reads of one metric.</summary>
internal static class MetricSegments
{
    /// <summary>Values of a segment dimension that are analysed on their own; the smaller ones are put together.</summary>
    private const int MaxValues = 50;

    private const string Other = "other values";

    /// <summary>By variant, over all segments.</summary>
    public static IReadOnlyDictionary<string, MetricVariantInput> Whole(IEnumerable<SegmentSums> sums, bool isRatio) =>
        ByVariant(sums.Where(sum => sum.Dimension == "all"), isRatio);

    /// <summary>By segment and variant. A dimension with one value says nothing that the whole does not.</summary>
    public static IReadOnlyList<SegmentInput> Segments(IEnumerable<SegmentSums> sums, bool isRatio) =>
        [.. sums.Where(sum => sum.Dimension != "all").GroupBy(sum => sum.Dimension).SelectMany(dimension => Of(dimension, isRatio))];

    private static IEnumerable<SegmentInput> Of(IGrouping<string, SegmentSums> dimension, bool isRatio)
    {
        var values = dimension.GroupBy(sum => sum.Segment).ToArray();
        if (values.Length < 2)
        {
            return [];
        }

        var kept = values
            .OrderByDescending(value => value.Sum(sum => sum.Sums.Count))
            .ThenBy(value => value.Key, StringComparer.Ordinal)
            .Take(values.Length > MaxValues ? MaxValues - 1 : MaxValues)
            .Select(value => value.Key)
            .ToHashSet();
        return dimension
            .GroupBy(sum => kept.Contains(sum.Segment) ? sum.Segment : Other)
            .OrderBy(value => value.Key == Other ? 1 : 0)
            .ThenBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => new SegmentInput(dimension.Key, value.Key, ByVariant(value, isRatio)));
    }

    private static Dictionary<string, MetricVariantInput> ByVariant(IEnumerable<SegmentSums> sums, bool isRatio) => sums
        .GroupBy(sum => sum.Variant)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Select(sum => sum.Sums).Aggregate((total, sum) => total.Add(sum)).ToInput(isRatio));
}
