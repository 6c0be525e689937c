namespace GrpcExp.Statistics.Distributions;

/// <summary>
/// The parts of log Γ that stay after the large terms have been cancelled by hand, so that ratios of
/// gamma functions keep full precision for arguments up to 1e15 where differences of log Γ keep none.
/// </summary>
/// <remarks>C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000).</remarks>
internal static class Stirling
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    // The argument that every tail of a normal or a t distribution asks for.
    private static readonly double ErrorOfHalf = ErrorBySeries(0.5);

    /// <summary>δ(n) = log Γ(n+1) − [(n+½) log n − n + ½ log 2π], n &gt; 0.</summary>
    public static double Error(double n) => n == 0.5 ? ErrorOfHalf : ErrorBySeries(n);

    private static double ErrorBySeries(double n)
    {
        // δ(n) = δ(n+1) + (n+½)·log(1+1/n) − 1 lifts a small n to where the series is exact to double precision.
        double lifted = 0;
        while (n < 16)
        {
            lifted += (n + 0.5) * SpecialMath.Log1P(1 / n) - 1;
            n += 1;
        }

        double s = 1 / (n * n);
        double series = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680
            - (1.0 / 1188 - (691.0 / 360360 - s / 156) * s) * s) * s) * s) * s) / n;
        return lifted + series;
    }

    /// <summary>x·log(x/m) + m − x ≥ 0 without cancellation when x ≈ m; x, m &gt; 0.</summary>
    public static double Deviance(double x, double m)
    {
        double v = (x - m) / (x + m);
        if (Math.Abs(v) >= 0.1)
        {
            return x * Math.Log(x / m) + m - x;
        }

        // log(x/m) = 2·artanh(v), summed with its leading terms taken out.
        double sum = (x - m) * v;
        double term = 2 * x * v;
        double square = v * v;
        for (int j = 1; j < 1000; j++)
        {
            term *= square;
            double next = sum + term / (2 * j + 1);
            if (next == sum)
            {
                break;
            }

            sum = next;
        }

        return sum;
    }

    /// <summary>log B(a, b), accurate in absolute terms for any a, b &gt; 0, however different.</summary>
    public static double LogBeta(double a, double b)
    {
        double n = a + b;
        double inverse = Math.Log(a / n) + Math.Log(b) - HalfLogTwoPi + 0.5 * (Math.Log(n / a) - Math.Log(b))
            + Error(n) - Error(a) - Error(b)
            + a * SpecialMath.Log1P(b / a) + b * SpecialMath.Log1P(a / b);
        return -inverse;
    }
}
