namespace GrpcExp.Evaluation;

/// <summary>A half-open range of buckets, <c>Start ≤ bucket &lt; End</c>, meant to lie within 0..10000.</summary>
/// <remarks>Holds whatever it was given: <see cref="IsValid"/> and the snapshot's compilation say what is wrong with it.</remarks>
/// <param name="Start">First bucket, 0 to 9999.</param>
/// <param name="End">One past the last bucket, <paramref name="Start"/> + 1 to 10000.</param>
public readonly record struct BucketRange(int Start, int End)
{
    /// <summary>True when the range is not empty and lies within 0..10000.</summary>
    public bool IsValid => Start >= 0 && End <= Bucketing.BucketCount && Start < End;

    /// <summary>Number of buckets, which is the share in basis points; 0 for an empty range.</summary>
    public int Length => Math.Max(0, End - Start);

    /// <summary>True when the bucket lies in the range.</summary>
    /// <param name="bucket">A bucket, 0 to 9999.</param>
    public bool Contains(int bucket) => bucket >= Start && bucket < End;

    /// <summary>True when both ranges own a common bucket.</summary>
    /// <param name="other">The other range.</param>
    public bool Overlaps(BucketRange other) => Math.Max(Start, other.Start) < Math.Min(End, other.End);

    /// <summary>The range in mathematical notation, <c>[0, 2500)</c>.</summary>
    public override string ToString() => $"[{Start}, {End})";
}
