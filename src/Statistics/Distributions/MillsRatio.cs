namespace GrpcExp.Statistics.Distributions;

/// <summary>
/// What is left of the normal tail, and of its integral, once φ(z) is taken out: smooth, never small, and cheap from a table of
/// Taylor series around every eighth.
/// </summary>
/// <remarks>
/// With Iₙ(z) = ∫₀^∞ uⁿ/n!·e^(−zu − u²/2) du the ratio is I₀, its n-th derivative (−1)ⁿ·n!·Iₙ, and Iₙ₋₁ = z·Iₙ + (n + 1)·Iₙ₊₁ with
/// I₋₁ = 1: the repeated integrals of the error function, NIST DLMF 7.18.7. Run downwards that recurrence adds positive terms only.
/// </remarks>
internal static class MillsRatio
{
    private const double Step = 0.125;
    private const double Limit = 12;

    // At half a step from the node the first term left out is below 1e-17 of the ratio.
    private const int Order = 12;

    private static readonly double[][] Nodes =
        [.. Enumerable.Range(0, (int)(Limit / Step) + 1).Select(node => Integrals(node * Step))];

    /// <summary>P(Z &gt; z)/φ(z), z ≥ 0.</summary>
    public static double Of(double z)
    {
        if (!(z < Limit))
        {
            return OfTail(z);
        }

        var (integrals, u) = Nearest(z);
        double sum = integrals[Order];
        for (int n = Order - 1; n >= 0; n--)
        {
            sum = integrals[n] - sum * u;
        }

        return sum;
    }

    /// <summary>E max(Z − z, 0)/φ(z), z ≥ 0: the unit normal loss integral.</summary>
    public static double OfLoss(double z)
    {
        if (!(z < Limit))
        {
            return OfTail(z) / ContinuedFraction.Evaluate(new Terms(z, 1), 1_000);
        }

        // The first integral is less the ratio's derivative.
        var (integrals, u) = Nearest(z);
        double sum = (Order + 1) * integrals[Order + 1];
        for (int n = Order; n >= 1; n--)
        {
            sum = n * integrals[n] - sum * u;
        }

        return sum;
    }

    private static double OfTail(double z) => double.IsNaN(z) ? z : 1 / ContinuedFraction.Evaluate(new Terms(z, 0), 1_000);

    private static (double[] Integrals, double FromNode) Nearest(double z)
    {
        int node = (int)(z / Step + 0.5);
        return (Nodes[node], z - node * Step);
    }

    /// <summary>I₀, I₁, … of one node.</summary>
    private static double[] Integrals(double z)
    {
        var integrals = new double[Order + 2];
        if (z == 0)
        {
            integrals[0] = Math.Sqrt(Math.PI / 2);
            integrals[1] = 1;
            for (int n = 2; n < integrals.Length; n++)
            {
                integrals[n] = integrals[n - 2] / n;
            }

            return integrals;
        }

        // J. C. P. Miller's method: what is wrong with the start has shrunk by e^(−2z√n), here 1e-17, when it arrives.
        double above = 0;
        double here = 1e-250;
        for (int n = (int)Math.Pow(20 / z, 2) + 100; n >= 0; n--)
        {
            if (n < integrals.Length)
            {
                integrals[n] = here;
            }
            else if (here > 1)
            {
                (above, here) = (above * 1e-250, here * 1e-250);
            }

            (above, here) = (here, z * here + (n + 1) * above);
        }

        return [.. integrals.Select(integral => integral / here)];
    }

    /// <summary>z + (1 + shift)/(z + (2 + shift)/(z + …)), the ratio of one integral to the next.</summary>
    private readonly struct Terms(double z, int shift) : ContinuedFraction.ITerms
    {
        public (double A, double B) At(int m) => (m + shift, z);
    }
}
