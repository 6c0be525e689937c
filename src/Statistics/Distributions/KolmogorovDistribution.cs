using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Double;

namespace GrpcExp.Statistics.Distributions;

/// <summary>The distance of an empirical distribution function from the true one, for n values and in the limit.</summary>
/// <remarks>
/// One-sided: Z. W. Birnbaum and F. H. Tingey (1951). Two-sided: J. Durbin (1973) in the form of G. Marsaglia, W. W. Tsang and J.
/// Wang, Journal of Statistical Software 8 (2003); its tail: R. Simard and P. L'Ecuyer, Journal of Statistical Software 39 (2011).
/// </remarks>
internal static class KolmogorovDistribution
{
    /// <summary>P(D ≥ d) for n independent uniform values; work grows with n^2.5.</summary>
    public static double Survival(int n, double d)
    {
        if (d * n <= 0.5)
        {
            return 1;
        }

        // Both one-sided distances can only reach d together below one half, and from nd² = 4 on that is less than 4e-11 of
        // the tail; so a difference from 1 is only ever taken above 1e-4.
        return d >= 0.5 || n * d * d >= 4 ? Math.Min(1, 2 * OneSided(n, d)) : 1 - Cumulative(n, d);
    }

    /// <summary>Kolmogorov's limiting distribution, by whichever of its two series converges at once.</summary>
    public static double Limiting(double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        double sum = 0;
        if (x < 1.18)
        {
            for (int k = 1; k < 40; k += 2)
            {
                sum += Math.Exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            }

            return 1 - Math.Sqrt(2 * Math.PI) / x * sum;
        }

        for (int k = 1; k < 20; k++)
        {
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * x * x);
        }

        return sum;
    }

    /// <summary>d·Σ C(n, j)·(d + j/n)^(j−1)·(1 − d − j/n)^(n−j): every term is a binomial probability over d + j/n.</summary>
    private static double OneSided(int n, double d)
    {
        double sum = 0;
        for (int j = 0; j < n; j++)
        {
            double p = d + (double)j / n;
            if (p >= 1)
            {
                break;
            }

            sum += Math.Exp(BinomialProbability.LogMass(j, n, p, 1 - p)) / p;
        }

        return d * sum;
    }

    private static double Cumulative(int n, double d)
    {
        int k = (int)(n * d) + 1;
        int m = 2 * k - 1;
        double h = k - n * d;
        var matrix = DenseMatrix.Create(m, m, (i, j) => i - j + 1 < 0 ? 0 : 1);
        for (int i = 0; i < m; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[m - 1, i] -= Math.Pow(h, m - i);
        }

        matrix[m - 1, 0] += 2 * h > 1 ? Math.Pow(2 * h - 1, m) : 0;

        // n!/n^n is spread over the n factors, so that no power leaves the range of a double.
        double share = Math.Exp((0.5 * Math.Log(2 * Math.PI * n) + Stirling.Error(n)) / n - 1);
        matrix.MapIndexedInplace((i, j, value) => i - j + 1 > 0 ? share * value / SpecialFunctions.Factorial(i - j + 1) : share * value);
        return matrix.Power(n)[k - 1, k - 1];
    }
}
