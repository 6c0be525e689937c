namespace GrpcExp.Statistics.Distributions;

/// <summary>Evaluates b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz algorithm.</summary>
/// <remarks>I. J. Thompson and A. R. Barnett, "Coulomb and Bessel functions of complex arguments and order" (1986).</remarks>
internal static class ContinuedFraction
{
    private const double Tiny = 1e-300;

    public static double Evaluate(Func<int, (double A, double B)> term, int maximumTerms)
    {
        double f = term(0).B;
        if (f == 0)
        {
            f = Tiny;
        }

        double c = f;
        double d = 0;
        for (int m = 1; m < maximumTerms; m++)
        {
            var (a, b) = term(m);
            d = b + a * d;
            c = b + a / c;
            d = 1 / (d == 0 ? Tiny : d);
            c = c == 0 ? Tiny : c;
            double delta = c * d;
            f *= delta;
            if (Math.Abs(delta - 1) < 3e-16)
            {
                break;
            }
        }

        return f;
    }
}
