namespace GrpcExp.Statistics.Distributions;

/// <summary>The continued fraction of the regularized incomplete beta function.</summary>
internal static class IncompleteBeta
{
    /// <summary>
    /// I_x(a, b)·B(a, b)/(x^a·y^b), to be used left of the mean (a·y &gt; b·x), where it converges fast.
    /// </summary>
    /// <remarks>
    /// A. DiDonato and A. Morris, "Significant Digit Computation of the Incomplete Beta Function Ratios"
    /// (ACM TOMS 708, 1992), equation 9. Takes y = 1 − x from the caller, because for a = 1e12 that
    /// difference cannot be recovered from x; every term then stays well conditioned.
    /// </remarks>
    public static double Fraction(double a, double b, double x, double y) =>
        1 / ContinuedFraction.Evaluate(new Terms(a, b, x, a * y - b * x), 100_000);

    private readonly struct Terms(double a, double b, double x, double lambda) : ContinuedFraction.ITerms
    {
        public (double A, double B) At(int m)
        {
            double denominator = a + 2 * m - 1;
            double numerator = m == 0 ? 0
                : m * (a + m - 1) / denominator * ((a + b + m - 1) / denominator) * (b - m) * x * x;
            double partial = m
                + (m == 0 ? 0 : m * (b - m) * x / denominator)
                + (a + m) * (lambda + 1 + m * (2 - x)) / (a + 2 * m + 1);
            return (numerator, partial);
        }
    }
}
