using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.SampleRatio;

/// <summary>
/// A sample ratio test that may be looked at after every unit: the Bayes factor of a Dirichlet mixture of splits around the
/// design against the design itself. Under the design it is a nonnegative martingale that starts at 1, so the chance that
/// it ever passes 1/α is at most α (Ville). Assumes units are assigned independently; no counts are too small.
/// </summary>
/// <remarks>
/// M. Lindon and A. Malek, "Anytime-Valid Inference for Multinomial Count Data", NeurIPS 2022; the default concentration is
/// that of the authors' implementation.
/// </remarks>
public static class SequentialSampleRatioTest
{
    /// <summary>Default prior concentration: splits that differ from the design by about 1/√10,000 = one point in a hundred.</summary>
    public const double DefaultConcentration = 10_000;

    /// <summary>Looks at the counts so far.</summary>
    /// <param name="arms">All variants with all their units since the start.</param>
    /// <param name="previous">P-value of the look before, in [0, 1]; 1, the default, when there was none.</param>
    /// <param name="concentration">Prior units that the design is worth, &gt; 0, default 10,000; smaller expects larger mismatches.</param>
    /// <exception cref="ArgumentException">A count or weight is negative or a weight not finite.</exception>
    public static SequentialSampleRatioResult Look(
        IReadOnlyList<SampleRatioArm> arms, double previous = 1, double concentration = DefaultConcentration)
    {
        ArgumentNullException.ThrowIfNull(arms);
        if (!(previous is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(previous), previous, "A p-value lies between 0 and 1.");
        }

        if (!(concentration > 0) || double.IsInfinity(concentration))
        {
            throw new ArgumentOutOfRangeException(nameof(concentration), concentration, "A concentration must be positive and finite, e.g. 10000.");
        }

        foreach (var arm in arms)
        {
            SampleRatioTest.Require(arm);
        }

        long stray = arms.Where(a => a.Weight == 0).Sum(a => a.Units);
        SampleRatioArm[] used = [.. arms.Where(a => a.Weight > 0)];
        if (used.Length < 2)
        {
            var absent = Measure.Absent(AbsenceReason.TooFewVariants);
            return new SequentialSampleRatioResult(absent, absent, SampleRatioSeverity.Unknown, stray);
        }

        double logBayesFactor = LogBayesFactor(used, concentration);
        double p = Math.Min(previous, Math.Exp(-logBayesFactor));
        return new SequentialSampleRatioResult(logBayesFactor, p, SampleRatioTest.SeverityOf(p), stray);
    }

    /// <summary>
    /// log of Γ(A)/Γ(A+n)·∏Γ(αi+ni)/Γ(αi)/θi^ni with αi = A·θi. By Stirling's formula everything large cancels on paper and
    /// leaves deviances of the posterior counts, so billions of units keep their digits.
    /// </summary>
    private static double LogBayesFactor(SampleRatioArm[] arms, double concentration)
    {
        double weight = arms.Sum(a => a.Weight);
        double total = concentration + arms.Sum(a => (double)a.Units);
        double sum = 0.5 * Math.Log(total / concentration) + Stirling.Error(concentration) - Stirling.Error(total);
        foreach (var arm in arms)
        {
            double share = arm.Weight / weight;
            double prior = concentration * share;
            double posterior = prior + arm.Units;
            sum += Stirling.Deviance(posterior, total * share)
                - 0.5 * Math.Log(posterior / prior)
                + Stirling.Error(posterior) - Stirling.Error(prior);
        }

        return sum;
    }
}
