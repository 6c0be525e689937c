namespace GrpcExp.Statistics.Distributions;

/// <summary>Tails of the binomial distribution by the incomplete beta function, to full relative precision for any counts.</summary>
/// <remarks>P(X ≥ x) = I_p(x, n − x + 1), NIST DLMF 8.17.5; Loader (2000) for the power in front of the continued fraction.</remarks>
internal static class BinomialTail
{
    // Equally likely counts must not be told apart by rounding; R's and scipy's binomial tests take the same.
    private const double Tie = 1e-7;

    /// <summary>P(X ≥ x) for n trials; <paramref name="q"/> is 1 − p.</summary>
    public static double Upper(long x, long n, double p, double q) =>
        x <= 0 ? 1
        : x > n || p == 0 ? 0
        : q == 0 ? 1
        : x * q >= ((double)n - x + 1) * p
            ? Math.Exp(BinomialProbability.LogMass(x, n, p, q)) * x * q * IncompleteBeta.Fraction(x, (double)n - x + 1, p, q)
            : 1 - Upper(n - x + 1, n, q, p);

    /// <summary>P(X ≤ x) for n trials; <paramref name="q"/> is 1 − p.</summary>
    public static double Lower(long x, long n, double p, double q) => Upper(n - x, n, q, p);

    /// <summary>The probability of all counts that are no more likely than x.</summary>
    public static double AsUnlikelyAs(long x, long n, double p, double q)
    {
        long mode = Math.Min(n, (long)(((double)n + 1) * p));
        double threshold = BinomialProbability.LogMass(x, n, p, q) + Tie;
        if (BinomialProbability.LogMass(mode, n, p, q) <= threshold)
        {
            return 1;
        }

        if (x > mode)
        {
            return Math.Min(1, Upper(x, n, p, q) + Lower(LastUnlikelyBelow(mode, v => BinomialProbability.LogMass(v, n, p, q) <= threshold), n, p, q));
        }

        // The mirrored count of failures.
        long other = LastUnlikelyBelow(n - mode, v => BinomialProbability.LogMass(v, n, q, p) <= threshold);
        return Math.Min(1, Lower(x, n, p, q) + Lower(other, n, q, p));
    }

    /// <summary>log(p/(1 − p)) of the p with P(X ≥ x) = <paramref name="tail"/>, 0 &lt; x ≤ n; both p and 1 − p keep their digits in it.</summary>
    public static double LogOddsOfUpper(long x, long n, double tail)
    {
        double Excess(double t) => Upper(x, n, 1 / (1 + Math.Exp(-t)), 1 / (1 + Math.Exp(t))) - tail;
        return RisingRoot.Bisect(Excess, Math.Log((x - 0.5) / (n - x + 0.5)));
    }

    /// <summary>The last count below the mode that is unlikely enough; −1 when none is.</summary>
    private static long LastUnlikelyBelow(long mode, Func<long, bool> unlikely)
    {
        long low = -1;
        long high = mode;
        while (high - low > 1)
        {
            long middle = low + (high - low) / 2;
            (low, high) = unlikely(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }
}
