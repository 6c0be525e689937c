namespace GrpcExp.Statistics.Distributions;

/// <summary>Evaluates b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz algorithm.</summary>
/// <remarks>I. J. Thompson and A. R. Barnett, "Coulomb and Bessel functions of complex arguments and order" (1986).</remarks>
internal static class ContinuedFraction
{
    private const double Tiny = 1e-300;

    /// <summary>The terms, as a struct so that the loop below is compiled around them.</summary>
    public interface ITerms
    {
        /// <summary>aₘ and bₘ; a₀ is not read.</summary>
        (double A, double B) At(int m);
    }

    public static double Evaluate<TTerms>(TTerms terms, int maximumTerms)
        where TTerms : struct, ITerms
    {
        double f = terms.At(0).B;
        if (f == 0)
        {
            f = Tiny;
        }

        double c = f;
        double d = 0;
        for (int m = 1; m < maximumTerms; m++)
        {
            var (a, b) = terms.At(m);
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
