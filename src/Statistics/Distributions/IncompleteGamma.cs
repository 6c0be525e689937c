namespace GrpcExp.Statistics.Distributions;

/// <summary>Regularized incomplete gamma functions, each tail computed directly.</summary>
/// <remarks>NIST DLMF 8.11.4 (series) and 8.9.2 (Legendre's continued fraction).</remarks>
internal static class IncompleteGamma
{
    private const int MaximumTerms = 10_000_000;

    /// <summary>Q(a, x) = Γ(a, x)/Γ(a), the upper tail; a &gt; 0, x ≥ 0.</summary>
    public static double Upper(double a, double x) =>
        x <= 0 ? 1
        : x < a + 1 ? 1 - LowerSeries(a, x)
        : Math.Exp(LogPower(a, x)) * UpperFraction(a, x);

    /// <summary>P(a, x) = 1 − Q(a, x), the lower tail; a &gt; 0, x ≥ 0.</summary>
    public static double Lower(double a, double x) =>
        x <= 0 ? 0
        : x < a + 1 ? LowerSeries(a, x)
        : 1 - Math.Exp(LogPower(a, x)) * UpperFraction(a, x);

    /// <summary>log Q(a, x), which reaches far beyond the smallest double.</summary>
    public static double LogUpper(double a, double x) =>
        x <= 0 ? 0
        : x < a + 1 ? SpecialMath.Log1P(-LowerSeries(a, x))
        : LogPower(a, x) + Math.Log(UpperFraction(a, x));

    /// <summary>log P(a, x) = log(1 − Q(a, x)), the lower tail.</summary>
    public static double LogLower(double a, double x) =>
        x <= 0 ? double.NegativeInfinity
        : x < a + 1 ? LogPower(a, x) + Math.Log(LowerSum(a, x))
        : SpecialMath.Log1P(-Math.Exp(LogPower(a, x)) * UpperFraction(a, x));

    /// <summary>log[x^a·e^(−x)/Γ(a)].</summary>
    private static double LogPower(double a, double x) =>
        0.5 * Math.Log(a / (2 * Math.PI)) - Stirling.Error(a) - Stirling.Deviance(a, x);

    private static double LowerSeries(double a, double x) => Math.Exp(LogPower(a, x)) * LowerSum(a, x);

    private static double LowerSum(double a, double x)
    {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < MaximumTerms; n++)
        {
            term *= x / (a + n);
            sum += term;
            if (term < sum * 1e-17)
            {
                break;
            }
        }

        return sum;
    }

    private static double UpperFraction(double a, double x) => 1 / ContinuedFraction.Evaluate(new Terms(a, x), MaximumTerms);

    private readonly struct Terms(double a, double x) : ContinuedFraction.ITerms
    {
        public (double A, double B) At(int m) => (-m * (m - a), x + 1 - a + 2 * m);
    }
}
