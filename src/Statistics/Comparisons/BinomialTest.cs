using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>The exact test of one proportion against a known one. Assumes independent units and nothing else.</summary>
/// <remarks>C. J. Clopper and E. S. Pearson, Biometrika 26 (1934); two-sided by likelihood, as R's binom.test.</remarks>
public static class BinomialTest
{
    /// <summary>P-value of so many successes when each has the probability given.</summary>
    /// <param name="successes">0..count.</param>
    /// <param name="count">Units.</param>
    /// <param name="probability">Probability of a success, in (0, 1).</param>
    /// <param name="alternative">
    /// What it is set against, default two-sided: all counts that are no more likely than the one observed.
    /// </param>
    /// <returns>In [0, 1]; absent with <see cref="AbsenceReason.NoUnits"/> without units.</returns>
    public static Measure PValue(long successes, long count, double probability, Alternative alternative = Alternative.TwoSided)
    {
        SuccessCounts.Require(successes, count, nameof(successes));
        if (!(probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "probability must lie strictly between 0 and 1, e.g. 0.05.");
        }

        double q = 1 - probability;
        return count == 0 ? Measure.Absent(AbsenceReason.NoUnits) : alternative switch
        {
            Alternative.TwoSided => BinomialTail.AsUnlikelyAs(successes, count, probability, q),
            Alternative.Greater => BinomialTail.Upper(successes, count, probability, q),
            Alternative.Less => BinomialTail.Lower(successes, count, probability, q),
            _ => throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative."),
        };
    }
}
