using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using YamlDotNet.RepresentationModel;

namespace GrpcExp.Cli.Definitions;

/// <summary>A percentage split as people write it: <c>{blue: 10, green: 10}</c>. Ranges follow each other from bucket 0 in the order written.</summary>
internal static class YamlSplits
{
    private const decimal BasisPointsPerPercent = 100;
    private const int AllBuckets = 10_000;

    /// <summary>The split; null when the node is no such mapping, or its shares are none.</summary>
    public static Split? Read(YamlNode node)
    {
        if (node is not YamlMappingNode { Children.Count: > 0 } mapping)
        {
            return null;
        }

        var split = new Split();
        var start = 0;
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } variant } || BasisPoints(value) is not { } width || start + width > AllBuckets)
            {
                return null;
            }

            split.Allocations.Add(new VariantAllocation { Variant = variant, Ranges = { new BucketRange { Start = start, End = start + width } } });
            start += width;
        }

        return split;
    }

    private static int? BasisPoints(YamlNode node) =>
        node is YamlScalarNode { Value: { } text }
        && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
        && percent * BasisPointsPerPercent is var points and >= 1 and <= AllBuckets
        && points == decimal.Truncate(points)
            ? (int)points
            : null;
}
