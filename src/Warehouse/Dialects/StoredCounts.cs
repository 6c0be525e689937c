namespace GrpcExp.Warehouse.Dialects;

/// <summary>Rows stored, per group (the experiment key, or empty for product events).</summary>
internal sealed record StoredCounts(IReadOnlyDictionary<string, int> PerGroup)
{
    public int Total => PerGroup.Values.Sum();
}
