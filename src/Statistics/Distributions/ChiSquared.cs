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
}
