namespace GrpcExp.Evaluation;

/// <summary>Who owns which bucket: sorted, disjoint ranges.</summary>
internal sealed class AllocationModel
{
    private readonly (BucketRange Range, VariantModel Variant)[] _ranges;

    public AllocationModel(IEnumerable<(BucketRange Range, VariantModel Variant)> ranges) =>
        _ranges = [.. ranges.OrderBy(owned => owned.Range.Start)];

    /// <summary>Owner of the bucket; null when nobody owns it.</summary>
    public VariantModel? Find(int bucket)
    {
        foreach (ref readonly var owned in _ranges.AsSpan())
        {
            if (bucket < owned.Range.End)
            {
                return bucket >= owned.Range.Start ? owned.Variant : null;
            }
        }

        return null;
    }
}
