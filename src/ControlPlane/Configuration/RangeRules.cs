using GrpcExp.ControlPlane.Errors;
using GrpcExp.Sync;
using BucketRange = GrpcExp.Evaluation.BucketRange;

namespace GrpcExp.ControlPlane.Configuration;

/// <summary>Checks ranges of buckets.</summary>
internal static class RangeRules
{
    /// <summary>Ranges must lie within 0..10000 and not overlap each other.</summary>
    public static void Check(Violations violations, string field, IReadOnlyCollection<Contracts.Control.V1.BucketRange> ranges)
    {
        violations.AddIf(ranges.Count > Limits.Ranges, field, $"has {ranges.Count} ranges, over the limit of {Limits.Ranges}");
        BucketRange? last = null;
        foreach (var range in ranges.Take(Limits.Ranges).Select(SnapshotMapping.ToRange).OrderBy(range => range.Start))
        {
            violations.AddIf(!range.IsValid, field, $"range {range} is refused: 0 <= start < end <= 10000");
            violations.AddIf(last is { } before && before.Overlaps(range), field, $"range {range} overlaps {last}: ranges are disjoint");
            last = last is { } reached && reached.End > range.End ? last : range;
        }
    }

    /// <summary>The first bucket of <paramref name="ranges"/> that <paramref name="known"/> does not have; null when it has them all.</summary>
    public static int? FirstBeyond(IEnumerable<Contracts.Control.V1.BucketRange> ranges, IReadOnlyCollection<Contracts.Control.V1.BucketRange> known)
    {
        foreach (var range in ranges.OrderBy(range => range.Start))
        {
            for (var bucket = range.Start; bucket < range.End; bucket++)
            {
                if (!known.Any(other => other.Start <= bucket && bucket < other.End))
                {
                    return bucket;
                }
            }
        }

        return null;
    }

    /// <summary>The first range that both own; null when they own none in common.</summary>
    public static BucketRange? FirstOverlap(IEnumerable<Contracts.Control.V1.BucketRange> one, IEnumerable<Contracts.Control.V1.BucketRange> other)
    {
        var others = other.Select(SnapshotMapping.ToRange).ToList();
        foreach (var range in one.Select(SnapshotMapping.ToRange))
        {
            foreach (var candidate in others.Where(range.Overlaps))
            {
                return new BucketRange(Math.Max(range.Start, candidate.Start), Math.Min(range.End, candidate.End));
            }
        }

        return null;
    }
}
