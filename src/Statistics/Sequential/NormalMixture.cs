using GrpcExp.Statistics.Distributions;
using MathNet.Numerics.RootFinding;

namespace GrpcExp.Statistics.Sequential;

/// <summary>
/// Robbins' normal mixture, of which the confidence sequence and the mixture SPRT are two tunings. With z the estimate in
/// standard errors and x the ratio of the mixture's variance to the estimate's, the likelihood ratio against zero is
/// e^(z²x/(2(1+x)))/√(1+x); its reciprocal is the always-valid p-value.
/// </summary>
/// <remarks>
/// H. Robbins, "Statistical Methods Related to the Law of the Iterated Logarithm", Ann. Math. Stat. 41 (1970). One-sided:
/// half of the mixture, in the closed form of Waudby-Smith et al. (2024), appendix B.
/// </remarks>
internal static class NormalMixture
{
    /// <summary>The z at which the interval with error <paramref name="alpha"/> ends.</summary>
    public static double Critical(double x, double alpha, bool twoSided) =>
        Math.Sqrt(2 * (1 + 1 / x) * LogThreshold(x, alpha, twoSided));

    /// <summary>The alpha whose interval would end exactly at the estimate, at most 1.</summary>
    /// <param name="z">Estimate in standard errors.</param>
    /// <param name="x">Variance of the mixture / variance of the estimate, &gt; 0.</param>
    /// <param name="alternative">Which side counts against "no difference".</param>
    public static double PValue(double z, double x, Alternative alternative)
    {
        if (alternative == Alternative.TwoSided)
        {
            return Math.Min(1, Math.Exp(0.5 * SpecialMath.Log1P(x) - Exponent(z, x)));
        }

        double towards = alternative == Alternative.Greater ? z : -z;
        if (!(towards > 0))
        {
            return double.IsNaN(towards) ? double.NaN : 1;
        }

        // √(1+x)/(2(e^w − 1)), divided by e^w because that may overflow; a small w ends at 1 anyway.
        double w = Exponent(towards, x);
        return Math.Min(1, Math.Exp(0.5 * SpecialMath.Log1P(x) - w) / (2 * (1 - Math.Exp(-w))));
    }

    /// <summary>The x that makes <see cref="Critical"/> smallest, where L(x) = x(1+x)·L'(x), L being the log threshold.</summary>
    public static double NarrowestAt(double alpha, bool twoSided)
    {
        double Gap(double logX)
        {
            double x = Math.Exp(logX);
            double s = Math.Sqrt(1 + x);
            double slope = twoSided ? 0.5 / (1 + x) : 0.5 / (s * (2 * alpha + s));
            return x * (1 + x) * slope / LogThreshold(x, alpha, twoSided) - 1;
        }

        return Math.Exp(Brent.FindRoot(Gap, Math.Log(1e-10), Math.Log(1e4), 1e-13, 200));
    }

    public static void RequireKnown(Alternative alternative)
    {
        if (!Enum.IsDefined(alternative))
        {
            throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "Unknown alternative.");
        }
    }

    private static double Exponent(double z, double x) => z * z / 2 / (1 + 1 / x);

    private static double LogThreshold(double x, double alpha, bool twoSided) => twoSided
        ? 0.5 * SpecialMath.Log1P(x) - Math.Log(alpha)
        : SpecialMath.Log1P(Math.Sqrt(1 + x) / (2 * alpha));
}
