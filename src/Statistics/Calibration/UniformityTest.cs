using GrpcExp.Statistics.Distributions;
using GrpcExp.Statistics.Monitoring;

namespace GrpcExp.Statistics.Calibration;

/// <summary>The one-sample Kolmogorov–Smirnov test: are values in [0, 1] uniform? Assumes them independent and continuous.</summary>
/// <remarks>A. Kolmogorov (1933); exact distribution by J. Durbin (1973), see Marsaglia, Tsang and Wang (2003).</remarks>
public static class UniformityTest
{
    /// <summary>Up to so many values the p-value is exact; beyond, Kolmogorov's limit, which errs on the safe side.</summary>
    public const int ExactUpTo = 1000;

    /// <summary>Tests the values, two-sided.</summary>
    /// <param name="values">In [0, 1], in any order.</param>
    public static DistributionComparison Run(IReadOnlyList<double> values) => Run(values, nameof(values));

    internal static DistributionComparison Run(IReadOnlyList<double> values, string parameter)
    {
        double[] sorted = Observations.Sorted(values, parameter);
        int n = sorted.Length;
        if (n == 0)
        {
            var none = Measure.Absent(AbsenceReason.NoUnits);
            return new DistributionComparison(none, none, false);
        }

        if (sorted[0] < 0 || sorted[^1] > 1)
        {
            throw new ArgumentOutOfRangeException(
                parameter, sorted[0] < 0 ? sorted[0] : sorted[^1], $"{parameter} must lie between 0 and 1, as p-values do.");
        }

        double distance = 0;
        for (int i = 0; i < n; i++)
        {
            distance = Math.Max(distance, Math.Max((i + 1.0) / n - sorted[i], sorted[i] - (double)i / n));
        }

        bool exact = n <= ExactUpTo;
        return new DistributionComparison(
            distance,
            exact ? KolmogorovDistribution.Survival(n, distance) : KolmogorovDistribution.Limiting(Math.Sqrt(n) * distance),
            exact);
    }
}
