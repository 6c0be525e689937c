namespace GrpcExp.Statistics;

/// <summary>A point estimate with its standard error and two-sided confidence interval, all in the unit of the estimate.</summary>
/// <param name="Value">The point estimate.</param>
/// <param name="StandardError">Its standard error, ≥ 0.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="Confidence">Nominal coverage of the interval, in (0, 1), e.g. 0.95.</param>
public sealed record Estimate(Measure Value, Measure StandardError, Measure Low, Measure High, double Confidence)
{
    /// <summary>An estimate of which nothing is known, for one reason.</summary>
    public static Estimate Absent(AbsenceReason reason, double confidence)
    {
        var absent = Measure.Absent(reason);
        return new Estimate(absent, absent, absent, absent, confidence);
    }

    /// <summary>True when both ends are present and zero lies strictly outside of them.</summary>
    public bool ExcludesZero => Low.OrNull > 0 || High.OrNull < 0;
}
