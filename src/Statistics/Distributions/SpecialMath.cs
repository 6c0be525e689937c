namespace GrpcExp.Statistics.Distributions;

/// <summary>Elementary functions the runtime lacks, accurate near zero.</summary>
internal static class SpecialMath
{
    /// <summary>log(1+x) for x &gt; −1 without losing a small x.</summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        if (double.IsInfinity(u))
        {
            return double.PositiveInfinity;
        }

        // W. Kahan's correction: the rounding of 1+x is undone by the factor x/(u−1).
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x − 1 without losing a small x.</summary>
    public static double ExpMinusOne(double x) => Math.Abs(x) > 0.5 ? Math.Exp(x) - 1 : ExpMinusOneMinus(x) + x;

    /// <summary>x − log(1+x) ≥ 0 for x &gt; −1 without cancellation for small x.</summary>
    public static double MinusLog1P(double x)
    {
        if (Math.Abs(x) > 0.3)
        {
            return x - Log1P(x);
        }

        // log(1+x) = 2·artanh(v), summed with its leading terms taken out.
        double v = x / (2 + x);
        double square = v * v;
        double sum = x * v;
        double term = -2 * v;
        for (int j = 1; j < 100; j++)
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

    /// <summary>a·b − c·d, right to about one unit of its last place.</summary>
    /// <remarks>W. Kahan's use of the fused multiply-add; see C.-P. Jeannerod, N. Louvet and J.-M. Muller (2013).</remarks>
    public static double DifferenceOfProducts(double a, double b, double c, double d)
    {
        double second = c * d;
        return Math.FusedMultiplyAdd(a, b, -second) - Math.FusedMultiplyAdd(c, d, -second);
    }

    /// <summary>e^x − 1 − x ≥ 0 without cancellation for small x.</summary>
    public static double ExpMinusOneMinus(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1 - x;
        }

        double term = x * x / 2;
        double sum = term;
        for (int k = 3; k < 40; k++)
        {
            term *= x / k;
            double next = sum + term;
            if (next == sum)
            {
                break;
            }

            sum = next;
        }

        return sum;
    }
}
