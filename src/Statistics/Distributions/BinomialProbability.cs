namespace GrpcExp.Statistics.Distributions;

/// <summary>Single probabilities of the binomial distribution to nearly full relative precision for any counts.</summary>
/// <remarks>C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).</remarks>
internal static class BinomialProbability
{
    /// <summary>log P(X = x) for n trials; <paramref name="q"/> is 1 − p, from the caller so that neither end loses digits.</summary>
    public static double LogMass(long x, long n, double p, double q)
    {
        if (x < 0 || x > n)
        {
            return double.NegativeInfinity;
        }

        if (p == 0 || q == 0)
        {
            return x == (p == 0 ? 0 : n) ? 0 : double.NegativeInfinity;
        }

        if (x == 0)
        {
            return n * LogComplement(p, q);
        }

        if (x == n)
        {
            return n * LogComplement(q, p);
        }

        double rest = n - x;
        return Stirling.Error(n) - Stirling.Error(x) - Stirling.Error(rest)
            - Stirling.Deviance(x, n * p) - Stirling.Deviance(rest, n * q)
            + 0.5 * Math.Log(n / (2 * Math.PI * x * rest));
    }

    /// <summary>The smallest x with P(X ≤ x) ≥ <paramref name="probability"/>, by summing outward from the lower tail.</summary>
    public static long Quantile(double probability, long n, double p)
    {
        // Twelve standard deviations below the mean nothing is left that a probability above 1e-30 could notice.
        long x = Math.Max(0, (long)(n * p - 12 * Math.Sqrt(n * p * (1 - p)) - 12));
        double sum = Math.Exp(LogMass(x, n, p, 1 - p));
        while (sum < probability && x < n)
        {
            sum += Math.Exp(LogMass(++x, n, p, 1 - p));
        }

        return x;
    }

    private static double LogComplement(double p, double q) => p < 0.5 ? SpecialMath.Log1P(-p) : Math.Log(q);
}
