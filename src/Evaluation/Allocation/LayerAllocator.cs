namespace GrpcExp.Evaluation;

/// <summary>Finds free slices of a layer. Pure and deterministic.</summary>
public static class LayerAllocator
{
    /// <summary>Takes the first free buckets of a layer, in one piece when a piece is large enough.</summary>
    /// <param name="taken">What other experiments and the layer's holdout own.</param>
    /// <param name="size">How much is wanted.</param>
    /// <returns>Ascending, disjoint ranges of exactly that size, or null when less is free.</returns>
    public static IReadOnlyList<BucketRange>? Take(IEnumerable<BucketRange> taken, BasisPoints size)
    {
        if (size == BasisPoints.None)
        {
            return [];
        }

        var free = Free(taken);
        foreach (var gap in free)
        {
            if (gap.Length >= size.Value)
            {
                return [gap with { End = gap.Start + size.Value }];
            }
        }

        var slices = new List<BucketRange>();
        var wanted = size.Value;
        foreach (var gap in free)
        {
            var slice = gap with { End = Math.Min(gap.End, gap.Start + wanted) };
            slices.Add(slice);
            wanted -= slice.Length;
            if (wanted == 0)
            {
                return slices;
            }
        }

        return null;
    }

    /// <summary>What nobody owns.</summary>
    /// <param name="taken">What is owned; ranges may touch or overlap.</param>
    /// <returns>Ascending, disjoint ranges.</returns>
    public static IReadOnlyList<BucketRange> Free(IEnumerable<BucketRange> taken)
    {
        var free = new List<BucketRange>();
        var next = 0;
        foreach (var range in taken.Where(range => range.Length > 0).OrderBy(range => range.Start))
        {
            if (range.Start > next)
            {
                free.Add(new BucketRange(next, Math.Min(range.Start, Bucketing.BucketCount)));
            }

            next = Math.Max(next, range.End);
        }

        if (next < Bucketing.BucketCount)
        {
            free.Add(new BucketRange(next, Bucketing.BucketCount));
        }

        return free;
    }
}
