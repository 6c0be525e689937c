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
