namespace GrpcExp.Statistics.Nulls;

/// <summary>How many of some units lack a value.</summary>
/// <param name="Nulls">Units without a value, 0..<paramref name="Units"/>.</param>
/// <param name="Units">All units, ≥ 0.</param>
public readonly record struct NullCount(long Nulls, long Units)
{
    /// <summary>Share without a value, in [0, 1]; absent without units.</summary>
    public Measure Rate => Units > 0 ? (double)Nulls / Units : Measure.Absent(AbsenceReason.NoUnits);
}
