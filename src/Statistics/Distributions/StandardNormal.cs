namespace GrpcExp.Statistics.Distributions;

/// <summary>The standard normal distribution, with tails that hold full relative precision down to 1e-300.</summary>
/// <remarks>P(Z &gt; z) = φ(z) times <see cref="MillsRatio"/>.</remarks>
public static class StandardNormal
{
    private const double HalfLogTwoPi = 0.91893853320467274178;
    private const double InverseRootTwoPi = 0.39894228040143267794;

    /// <summary>P(Z &gt; z).</summary>
    public static double Survival(double z) => z < 0 ? 1 - UpperTail(-z) : UpperTail(z);

    /// <summary>P(|Z| &gt; |z|).</summary>
    public static double TwoSided(double z) => 2 * UpperTail(Math.Abs(z));

    /// <summary>log P(Z &gt; z), finite for any finite z.</summary>
    public static double LogSurvival(double z) =>
        z < 0
            ? SpecialMath.Log1P(-UpperTail(-z))
            : -z * z / 2 - HalfLogTwoPi + Math.Log(MillsRatio.Of(z));

    /// <summary>The z with P(Z &gt; z) = <paramref name="probability"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    public static double InverseSurvival(double probability) =>
        TailInverse.Solve(probability, LogSurvival, z => -z * z / 2 - HalfLogTwoPi, Approximation);

    /// <summary>E max(Z − z, 0) = φ(z) − z·P(Z &gt; z), with full relative precision in the tail.</summary>
    internal static double UnitLoss(double z) => z < 0 ? -z + UnitLoss(-z) : Density(z) * MillsRatio.OfLoss(z);

    private static double Density(double z) => InverseRootTwoPi * Math.Exp(-z * z / 2);

    private static double UpperTail(double z) => z == 0 ? 0.5 : Math.Min(0.5, Density(z) * MillsRatio.Of(z));

    /// <summary>Within 4.5e-4 for a tail of at most ½. Abramowitz and Stegun, 26.2.23.</summary>
    private static double Approximation(double probability)
    {
        double r = Math.Sqrt(-2 * Math.Log(probability));
        return r - (2.515517 + r * (0.802853 + r * 0.010328)) / (1 + r * (1.432788 + r * (0.189269 + r * 0.001308)));
    }
}
