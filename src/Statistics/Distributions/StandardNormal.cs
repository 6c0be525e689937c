namespace GrpcExp.Statistics.Distributions;

/// <summary>The standard normal distribution, with tails that hold full relative precision down to 1e-300.</summary>
/// <remarks>P(Z &gt; z) = ½·Q(½, z²/2), NIST DLMF 7.11.2.</remarks>
public static class StandardNormal
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>P(Z &gt; z).</summary>
    public static double Survival(double z) =>
        z < 0 ? 1 - 0.5 * IncompleteGamma.Upper(0.5, z * z / 2) : 0.5 * IncompleteGamma.Upper(0.5, z * z / 2);

    /// <summary>P(|Z| &gt; |z|).</summary>
    public static double TwoSided(double z) => IncompleteGamma.Upper(0.5, z * z / 2);

    /// <summary>log P(Z &gt; z), finite for any finite z.</summary>
    public static double LogSurvival(double z) =>
        z < 0
            ? SpecialMath.Log1P(-0.5 * IncompleteGamma.Upper(0.5, z * z / 2))
            : IncompleteGamma.LogUpper(0.5, z * z / 2) - Math.Log(2);

    /// <summary>The z with P(Z &gt; z) = <paramref name="probability"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    public static double InverseSurvival(double probability) =>
        TailInverse.Solve(probability, LogSurvival, z => -z * z / 2 - HalfLogTwoPi);
}
