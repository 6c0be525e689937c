namespace GrpcExp.Statistics;

/// <summary>What a one-sided interval has in place of a two-sided one: all of alpha on its side, and one end only.</summary>
internal static class OneSided
{
    /// <summary>The error rate of one end.</summary>
    public static double Tail(double alpha, Alternative alternative) => alternative == Alternative.TwoSided ? alpha / 2 : alpha;

    /// <summary>value ± critical·standard error, with the ends that the alternative leaves.</summary>
    public static Estimate Around(double value, double standardError, double critical, double alpha, Alternative alternative) =>
        Keep(new Estimate(value, standardError, value - critical * standardError, value + critical * standardError, 1 - alpha), alternative);

    /// <summary>Greater keeps the low end, Less the high one; an end that was absent for another reason keeps that reason.</summary>
    public static Estimate Keep(Estimate estimate, Alternative alternative) => alternative switch
    {
        Alternative.Greater => estimate with { High = Drop(estimate.High) },
        Alternative.Less => estimate with { Low = Drop(estimate.Low) },
        _ => estimate,
    };

    /// <summary>The same of a lift: a fraction of a negative control mean points the other way.</summary>
    public static Estimate KeepLift(Estimate lift, Alternative alternative, double controlMean) => Keep(lift, (controlMean < 0, alternative) switch
    {
        (true, Alternative.Greater) => Alternative.Less,
        (true, Alternative.Less) => Alternative.Greater,
        _ => alternative,
    });

    private static Measure Drop(Measure end) => end.IsPresent ? Measure.Absent(AbsenceReason.OneSidedInterval) : end;
}
