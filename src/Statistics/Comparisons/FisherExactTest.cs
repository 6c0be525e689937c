using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>
/// Fisher's exact test of two proportions, for counts too small for Welch's test on 0/1. It assumes independent units and
/// nothing else; conditional on the margins it is exact, otherwise conservative.
/// </summary>
/// <remarks>R. A. Fisher, JRSS 98 (1935); odds ratio and interval: A. Agresti, Categorical Data Analysis (3rd ed.), §16.6.</remarks>
public static class FisherExactTest
{
    /// <summary>Compares two proportions.</summary>
    /// <param name="controlSuccesses">0..controlCount.</param>
    /// <param name="controlCount">Units in the control.</param>
    /// <param name="treatmentSuccesses">0..treatmentCount.</param>
    /// <param name="treatmentCount">Units in the treatment.</param>
    /// <param name="alpha">Error rate of the interval, in (0, 1), default 0.05.</param>
    /// <param name="alternative">
    /// What the p-value is set against, default two-sided: all tables that are no more likely than the one observed. That
    /// p-value and the interval, which splits α evenly, can disagree by a hair.
    /// </param>
    public static FisherExactResult Compare(
        long controlSuccesses,
        long controlCount,
        long treatmentSuccesses,
        long treatmentCount,
        double alpha = 0.05,
        Alternative alternative = Alternative.TwoSided)
    {
        SignificanceLevel.Require(alpha, nameof(alpha));
        SuccessCounts.Require(controlSuccesses, controlCount, nameof(controlSuccesses));
        SuccessCounts.Require(treatmentSuccesses, treatmentCount, nameof(treatmentSuccesses));
        long successes = checked(controlSuccesses + treatmentSuccesses);
        long units = checked(controlCount + treatmentCount);
        AbsenceReason? obstacle = controlCount == 0 || treatmentCount == 0 ? AbsenceReason.NoUnits
            : successes == 0 || successes == units ? AbsenceReason.DegenerateProportion
            : null;
        if (obstacle is { } reason)
        {
            return new FisherExactResult(Measure.Absent(reason), Estimate.Absent(reason, 1 - alpha));
        }

        var table = new Hypergeometric(treatmentCount, controlCount, successes);
        double p = alternative switch
        {
            Alternative.TwoSided => table.AsUnlikelyAs(treatmentSuccesses),
            Alternative.Greater => table.Upper(treatmentSuccesses),
            Alternative.Less => table.Lower(treatmentSuccesses),
            _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
        };
        return new FisherExactResult(p, OneSided.Keep(OddsRatio(table, treatmentSuccesses, alpha, OneSided.Tail(alpha, alternative)), alternative));
    }

    private static Estimate OddsRatio(Hypergeometric table, long x, double alpha, double tail)
    {
        var infinite = Measure.Absent(AbsenceReason.DegenerateProportion);
        bool lowest = x == table.Lowest;
        bool highest = x == table.Highest;
        return new Estimate(
            highest ? infinite : lowest ? 0 : Root(t => table.MeanAbove(t, x)),
            Measure.Absent(AbsenceReason.NotComputed),
            lowest ? 0 : Root(t => table.Upper(t, x) - tail),
            highest ? infinite : Root(t => table.Upper(t, x + 1) - (1 - tail)),
            1 - alpha);
    }

    /// <summary>e^t where an increasing function of the log odds ratio t is zero.</summary>
    private static Measure Root(Func<double, double> increasing)
    {
        double low = -1;
        double high = 1;
        while (increasing(low) > 0 && low > -700)
        {
            low *= 2;
        }

        while (increasing(high) < 0 && high < 700)
        {
            high *= 2;
        }

        for (int i = 0; i < 200 && high - low > 1e-12 * Math.Max(1, Math.Abs(low)); i++)
        {
            double middle = (low + high) / 2;
            (low, high) = increasing(middle) < 0 ? (middle, high) : (low, middle);
        }

        return Math.Exp((low + high) / 2);
    }
}
