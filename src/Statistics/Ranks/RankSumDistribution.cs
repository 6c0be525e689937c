namespace GrpcExp.Statistics.Ranks;

/// <summary>The exact null distribution of U without ties.</summary>
/// <remarks>H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947): the coefficients of a Gaussian binomial.</remarks>
internal sealed class RankSumDistribution
{
    // atMost[u] is P(U ≤ u).
    private readonly double[] atMost;

    public RankSumDistribution(int n, int m)
    {
        // ∏ (1 − q^(m+i))/(1 − q^i): every intermediate result is a Gaussian binomial too, so with up to 50 units in all no
        // coefficient passes C(50, 25) < 2⁵³ and doubles hold them exactly.
        var ways = new double[n * m + 1];
        ways[0] = 1;
        for (int i = 1; i <= n; i++)
        {
            for (int u = ways.Length - 1; u >= m + i; u--)
            {
                ways[u] -= ways[u - m - i];
            }

            for (int u = i; u < ways.Length; u++)
            {
                ways[u] += ways[u - i];
            }
        }

        double total = ways.Sum();
        double sum = 0;
        atMost = [.. ways.Select(w => (sum += w) / total)];
    }

    /// <summary>P(U ≤ u); by symmetry also P(U ≥ n·m − u).</summary>
    public double AtMost(long u) => u < 0 ? 0 : atMost[Math.Min(u, atMost.Length - 1)];

    /// <summary>The smallest u with P(U ≤ u) ≥ <paramref name="probability"/>.</summary>
    public long Quantile(double probability) => Array.FindIndex(atMost, p => p >= probability);
}
