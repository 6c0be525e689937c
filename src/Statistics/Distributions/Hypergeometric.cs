namespace GrpcExp.Statistics.Distributions;

/// <summary>
/// Successes among the treated when all margins of a 2×2 table are fixed, with odds ratio ψ (ψ = 1 is the central
/// hypergeometric). Every sum starts at its largest term, so tails hold their relative precision down to 1e-300.
/// </summary>
/// <remarks>J. Cornfield, "A Statistical Problem Arising from Retrospective Studies" (1956); Loader (2000) for single terms.</remarks>
internal sealed class Hypergeometric(long treated, long untreated, long successes)
{
    private const double Negligible = 1e-18;

    public long Lowest { get; } = Math.Max(0, successes - untreated);

    public long Highest { get; } = Math.Min(treated, successes);

    /// <summary>log P(X = x) for ψ = 1.</summary>
    public double LogMass(long x)
    {
        double total = (double)treated + untreated;
        double p = successes / total;
        double q = (total - successes) / total;
        return BinomialProbability.LogMass(x, treated, p, q)
            + BinomialProbability.LogMass(successes - x, untreated, p, q)
            - BinomialProbability.LogMass(successes, treated + untreated, p, q);
    }

    /// <summary>P(X ≥ x) for ψ = 1.</summary>
    public double Upper(long x) => x <= Lowest ? 1 : x > Highest ? 0
        : x > Mode(1) ? Math.Exp(LogMass(x)) * Sum(x, 1, 1)
        : 1 - Math.Exp(LogMass(x - 1)) * Sum(x - 1, -1, 1);

    /// <summary>P(X ≤ x) for ψ = 1.</summary>
    public double Lower(long x) => x >= Highest ? 1 : x < Lowest ? 0
        : x < Mode(1) ? Math.Exp(LogMass(x)) * Sum(x, -1, 1)
        : 1 - Math.Exp(LogMass(x + 1)) * Sum(x + 1, 1, 1);

    /// <summary>The probability of all tables that are no more likely than x, for ψ = 1.</summary>
    public double AsUnlikelyAs(long x)
    {
        long mode = Mode(1);

        // Equally likely tables must not be told apart by rounding; R's fisher.test takes the same 1e-7.
        double threshold = LogMass(x) + 1e-7;
        if (LogMass(mode) <= threshold)
        {
            return 1;
        }

        if (x > mode)
        {
            long y = LastBelow(Lowest - 1, mode, v => v < Lowest || LogMass(v) <= threshold);
            return Math.Min(1, Upper(x) + Lower(y));
        }

        long z = LastBelow(mode, Highest + 1, v => v <= Highest && LogMass(v) > threshold) + 1;
        return Math.Min(1, Lower(x) + Upper(z));
    }

    /// <summary>E[X] − x for odds ratio e^<paramref name="logOdds"/>, increasing in it.</summary>
    public double MeanAbove(double logOdds, long x)
    {
        double odds = Math.Exp(logOdds);
        long mode = Mode(odds);
        double weight = 0;
        double moment = 0;
        Walk(mode, 1, odds, (value, term) => (weight, moment) = (weight + term, moment + term * (value - x)));
        Walk(mode, -1, odds, (value, term) => (weight, moment) = value == mode
            ? (weight, moment)
            : (weight + term, moment + term * (value - x)));
        return moment / weight;
    }

    /// <summary>P(X ≥ x) for odds ratio e^<paramref name="logOdds"/>.</summary>
    public double Upper(double logOdds, long x)
    {
        double odds = Math.Exp(logOdds);
        long mode = Mode(odds);
        double below = 0;
        double above = 0;
        void Count(long value, double term) => (below, above) = value >= x ? (below, above + term) : (below + term, above);
        Walk(mode, 1, odds, Count);
        Walk(mode, -1, odds, (value, term) => Count(value, value == mode ? 0 : term));
        return above / (below + above);
    }

    private double Ratio(long x, double odds) =>
        ((double)treated - x) / (x + 1.0) * (((double)successes - x) / ((double)untreated - successes + x + 1)) * odds;

    private long Mode(double odds) => LastBelow(Lowest - 1, Highest, v => v < Lowest || Ratio(v, odds) >= 1) + 1;

    /// <summary>Σ of P(x ± i)/P(x), outward.</summary>
    private double Sum(long from, int direction, double odds)
    {
        double sum = 0;
        Walk(from, direction, odds, (_, term) => sum += term);
        return sum;
    }

    private void Walk(long from, int direction, double odds, Action<long, double> visit)
    {
        double term = 1;
        for (long x = from; x >= Lowest && x <= Highest && term > Negligible; x += direction)
        {
            visit(x, term);
            term *= direction > 0 ? Ratio(x, odds) : 1 / Ratio(x - 1, odds);
        }
    }

    /// <summary>The last value at which a condition holds that holds at <paramref name="low"/> and not at <paramref name="high"/>.</summary>
    private static long LastBelow(long low, long high, Func<long, bool> holds)
    {
        while (high - low > 1)
        {
            long middle = low + (high - low) / 2;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }
}
