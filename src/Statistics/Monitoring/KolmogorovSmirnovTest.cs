using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Monitoring;

/// <summary>
/// The two-sample Kolmogorov–Smirnov test: do two samples come from one distribution? Sees any change of shape, but is weak
/// in the tails. Assumes independent units; with ties the p-value errs on the safe side.
/// </summary>
/// <remarks>
/// N. Smirnov (1939); exact distribution by counting lattice paths, J. L. Hodges, "The Significance Probability of the Smirnov
/// Two-Sample Test", Arkiv för Matematik 3 (1958).
/// </remarks>
public static class KolmogorovSmirnovTest
{
    /// <summary>Without ties and up to so many pairs of units the p-value is exact.</summary>
    public const long ExactUpToPairs = 1_000_000;

    /// <summary>Compares two samples, two-sided.</summary>
    /// <param name="first">Finite values in any order.</param>
    /// <param name="second">Finite values in any order.</param>
    public static DistributionComparison Compare(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] x = Observations.Sorted(first, nameof(first));
        double[] y = Observations.Sorted(second, nameof(second));
        if (x.Length == 0 || y.Length == 0)
        {
            var none = Measure.Absent(AbsenceReason.NoUnits);
            return new DistributionComparison(none, none, false);
        }

        // In units of 1/(n·m) every distance is a whole number, so equal ones compare equal.
        long largest = 0;
        bool ties = false;
        int i = 0;
        int j = 0;
        while (i < x.Length && j < y.Length)
        {
            double value = Math.Min(x[i], y[j]);
            int before = i + j;
            while (i < x.Length && x[i] == value)
            {
                i++;
            }

            while (j < y.Length && y[j] == value)
            {
                j++;
            }

            ties |= i + j - before > 1;
            largest = Math.Max(largest, Math.Abs((long)i * y.Length - (long)j * x.Length));
        }

        double pairs = (double)x.Length * y.Length;
        double distance = largest / pairs;
        bool exact = !ties && pairs <= ExactUpToPairs;
        double p = exact ? Exact(x.Length, y.Length, largest) : KolmogorovDistribution.Limiting(Math.Sqrt(pairs / (x.Length + (double)y.Length)) * distance);
        return new DistributionComparison(distance, p, exact);
    }

    /// <summary>Share of the orders of n and m values whose distance reaches the one given; only sums of positive terms.</summary>
    private static double Exact(int n, int m, long distance)
    {
        if (distance == 0)
        {
            return 1;
        }

        // at[j]: chance that a random order passes (i, j) without having reached the distance before.
        var at = new double[m + 1];
        at[0] = 1;
        double reached = 0;
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j <= m; j++)
            {
                double left = (double)n + m - i - j + 1;
                double here = i == 0 && j == 0 ? 1
                    : (i > 0 ? at[j] * ((n - i + 1) / left) : 0) + (j > 0 ? at[j - 1] * ((m - j + 1) / left) : 0);
                if (Math.Abs((long)i * m - (long)j * n) >= distance)
                {
                    reached += here;
                    here = 0;
                }

                at[j] = here;
            }
        }

        return Math.Min(1, reached);
    }
}
