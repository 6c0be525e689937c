namespace GrpcExp.Evaluation;

/// <summary>The buckets that a variant owns.</summary>
/// <param name="Variant">Key of the variant.</param>
/// <param name="Ranges">Its ranges: ascending and disjoint; empty when it owns nothing.</param>
public sealed record VariantAllocation(string Variant, IReadOnlyList<BucketRange> Ranges)
{
    /// <summary>How much the variant owns.</summary>
    public int Length => Ranges.Sum(range => range.Length);
}
