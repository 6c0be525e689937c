namespace GrpcExp.Statistics.Distributions;

/// <summary>Student's t distribution. Both tails are computed directly and hold full relative precision down to 1e-300.</summary>
/// <remarks>NIST DLMF 8.17; tails by the continued fraction of <see cref="IncompleteBeta"/>.</remarks>
public static class StudentT
{
    /// <summary>P(T &gt; t).</summary>
    /// <param name="t">Any number.</param>
    /// <param name="degreesOfFreedom">&gt; 0, fractional allowed, up to 1e15.</param>
    public static double Survival(double t, double degreesOfFreedom)
    {
        Require(degreesOfFreedom);
        return t < 0 ? 1 - UpperTail(-t, degreesOfFreedom) : UpperTail(t, degreesOfFreedom);
    }

    /// <summary>P(|T| &gt; |t|).</summary>
    public static double TwoSided(double t, double degreesOfFreedom)
    {
        Require(degreesOfFreedom);
        return Math.Min(1, 2 * UpperTail(Math.Abs(t), degreesOfFreedom));
    }

    /// <summary>The t with P(T &gt; t) = <paramref name="probability"/>.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <param name="degreesOfFreedom">&gt; 0.</param>
    public static double InverseSurvival(double probability, double degreesOfFreedom)
    {
        Require(degreesOfFreedom);
        double nu = degreesOfFreedom;
        return TailInverse.Solve(
            probability,
            t => Math.Log(UpperTail(t, nu)),
            t => LogDensity(t, nu),
            p => Approximation(p, nu));
    }

    internal static double LogDensity(double t, double nu)
    {
        double r = t / Math.Sqrt(nu);
        return -(nu + 1) / 2 * LogOnePlusSquare(r) - 0.5 * Math.Log(nu) - Stirling.LogBeta(nu / 2, 0.5);
    }

    private static double UpperTail(double t, double nu)
    {
        if (double.IsNaN(t))
        {
            return double.NaN;
        }

        // x = ν/(ν+t²), y = 1 − x, and the logarithms of both without forming either.
        double r = t / Math.Sqrt(nu);
        double square = r * r;
        double x = 1 / (1 + square);
        double y = square > 1 ? 1 / (1 + 1 / square) : square / (1 + square);
        if (y == 0)
        {
            return 0.5;
        }

        double a = nu / 2;
        double logPower = -a * LogOnePlusSquare(r) - 0.5 * SpecialMath.Log1P(1 / square) - Stirling.LogBeta(a, 0.5);
        return a * y > 0.5 * x
            ? 0.5 * Math.Exp(logPower) * IncompleteBeta.Fraction(a, 0.5, x, y)
            : 0.5 - 0.5 * Math.Exp(logPower) * IncompleteBeta.Fraction(0.5, a, y, x);
    }

    /// <summary>Cornish and Fisher's expansion around the normal quantile, where it converges. Abramowitz and Stegun, 26.7.5.</summary>
    private static double Approximation(double probability, double nu)
    {
        double z = StandardNormal.InverseSurvival(probability);
        double q = z * z;
        if (!(nu > 2 + q))
        {
            return double.NaN;
        }

        double g1 = (q + 1) / 4;
        double g2 = (3 + q * (16 + q * 5)) / 96;
        double g3 = (-15 + q * (17 + q * (19 + q * 3))) / 384;
        double g4 = (-945 + q * (-1920 + q * (1482 + q * (776 + q * 79)))) / 92160;
        return z * (1 + (g1 + (g2 + (g3 + g4 / nu) / nu) / nu) / nu);
    }

    private static double LogOnePlusSquare(double r) =>
        Math.Abs(r) > 1e8 ? 2 * Math.Log(Math.Abs(r)) : SpecialMath.Log1P(r * r);

    private static void Require(double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom must be positive.");
        }
    }
}
