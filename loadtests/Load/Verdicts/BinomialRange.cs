namespace GrpcExp.Load.Verdicts;

/// <summary>Counts that a binomial number leaves only by bad luck.</summary>
/// <param name="Least">Smallest count inside.</param>
/// <param name="Most">Largest count inside.</param>
internal sealed record BinomialRange(int Least, int Most)
{
    /// <summary>The central range that holds the count with at least this probability: either tail beyond it has at most half of the rest.</summary>
    /// <param name="trials">Trials, 0 or more.</param>
    /// <param name="probability">Of a success, between 0 and 1 exclusive.</param>
    /// <param name="inside">Probability to be inside, for example 0.999.</param>
    public static BinomialRange Of(int trials, double probability, double inside)
    {
        var tail = (1 - inside) / 2;
        return new BinomialRange(Beyond(trials, probability, tail), trials - Beyond(trials, 1 - probability, tail));
    }

    /// <summary>Bad counts at the lower end: the least k with P(X ≤ k) above the tail.</summary>
    private static int Beyond(int trials, double probability, double tail)
    {
        // By logarithms: (1 - p)^n of many trials is no double any more.
        var logMass = trials * Math.Log(1 - probability);
        var below = Math.Exp(logMass);
        var k = 0;
        while (below <= tail && k < trials)
        {
            k++;
            logMass += Math.Log((double)(trials - k + 1) / k) + Math.Log(probability / (1 - probability));
            below += Math.Exp(logMass);
        }

        return k;
    }
}
