namespace GrpcExp.Statistics.Distributions;

/// <summary>The χ² distribution.</summary>
/// <remarks>P(X &gt; x) = Q(k/2, x/2), NIST DLMF 8.2.</remarks>
public static class ChiSquared
{
    /// <summary>P(X &gt; x), the upper tail, to full relative precision down to 1e-300.</summary>
    /// <param name="x">≥ 0.</param>
    /// <param name="degreesOfFreedom">&gt; 0.</param>
    public static double Survival(double x, double degreesOfFreedom) =>
        degreesOfFreedom > 0
            ? IncompleteGamma.Upper(degreesOfFreedom / 2, x / 2)
            : throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom must be positive.");

    /// <summary>P(X ≤ x), the lower tail, to full relative precision.</summary>
    /// <param name="x">≥ 0.</param>
    /// <param name="degreesOfFreedom">&gt; 0.</param>
    internal static double Lower(double x, double degreesOfFreedom) => IncompleteGamma.Lower(degreesOfFreedom / 2, x / 2);

    /// <summary>The x with P(X &gt; x) = <paramref name="probability"/>, or with P(X ≤ x) when <paramref name="lower"/>.</summary>
    /// <param name="probability">In (0, 1/2].</param>
    /// <param name="degreesOfFreedom">&gt; 0.</param>
    /// <param name="lower">Which tail.</param>
    internal static double TailQuantile(double probability, double degreesOfFreedom, bool lower)
    {
        // Bisection in log x. Both tails are monotone and known to full precision, so this cannot go astray.
        double Excess(double logX) => lower
            ? Lower(Math.Exp(logX), degreesOfFreedom) - probability
            : probability - Survival(Math.Exp(logX), degreesOfFreedom);
        return Math.Exp(RisingRoot.Bisect(Excess, Math.Log(degreesOfFreedom)));
    }
}
