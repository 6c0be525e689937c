namespace GrpcExp.Statistics.Sequential;

/// <summary>Takes the end away that a one-sided interval does not have.</summary>
internal static class OneSided
{
    /// <summary>Greater keeps the low end, Less the high one; an end that was absent for another reason keeps that reason.</summary>
    public static Estimate Keep(Estimate estimate, Alternative alternative) => alternative switch
    {
        Alternative.Greater => estimate with { High = Drop(estimate.High) },
        Alternative.Less => estimate with { Low = Drop(estimate.Low) },
        _ => estimate,
    };

    private static Measure Drop(Measure end) => end.IsPresent ? Measure.Absent(AbsenceReason.OneSidedInterval) : end;
}
