namespace GrpcExp.Statistics.Distributions;

/// <summary>The noncentral t distribution: (Z + δ)/√(χ²_ν/ν). Exact power of t tests rests on its upper tail.</summary>
/// <remarks>
/// P(T &gt; t) = E[Φ(δ − t·√(χ²_ν/ν))]. With v = ½·log(χ²_ν/ν) the integrand is log-concave on the whole line and
/// decays at least exponentially, so the trapezoidal rule converges exponentially (L. Trefethen and J. Weideman,
/// SIAM Review 56, 2014). Nothing is subtracted, so small tails and 1e12 degrees of freedom keep their digits.
/// </remarks>
public static class NoncentralT
{
    private const double HalfLogTwoPi = 0.91893853320467274178;

    /// <summary>P(T &gt; t). Full relative precision for t ≥ 0; for t &lt; 0 absolute precision of about 1e-15.</summary>
    /// <param name="t">Any finite number.</param>
    /// <param name="degreesOfFreedom">ν &gt; 0.</param>
    /// <param name="noncentrality">δ, any finite number.</param>
    public static double Survival(double t, double degreesOfFreedom, double noncentrality)
    {
        if (!(degreesOfFreedom > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom must be positive.");
        }

        return t switch
        {
            0 => StandardNormal.Survival(-noncentrality),
            < 0 => 1 - UpperTail(-t, degreesOfFreedom / 2, -noncentrality),
            _ => UpperTail(t, degreesOfFreedom / 2, noncentrality),
        };
    }

    private static double UpperTail(double t, double a, double delta)
    {
        double logScale = Math.Log(2) + 0.5 * Math.Log(a / (2 * Math.PI)) - Stirling.Error(a);
        double LogTerm(double v) =>
            logScale - a * SpecialMath.ExpMinusOneMinus(2 * v) + StandardNormal.LogSurvival(t * Math.Exp(v) - delta);

        var (peak, width) = Peak(t, a, delta);
        double top = LogTerm(peak);
        double step = width;
        double sum = 1 + Side(LogTerm, peak, top, step, step) + Side(LogTerm, peak, top, -step, -step);
        double integral = sum * step;
        for (int halving = 0; halving < 12; halving++)
        {
            sum += Side(LogTerm, peak, top, step / 2, step) + Side(LogTerm, peak, top, -step / 2, -step);
            step /= 2;
            double refined = sum * step;
            bool converged = Math.Abs(refined - integral) <= 1e-14 * refined;
            integral = refined;
            if (converged)
            {
                break;
            }
        }

        return Math.Min(1, integral * Math.Exp(top));
    }

    private static double Side(Func<double, double> logTerm, double peak, double top, double first, double step)
    {
        double sum = 0;
        for (double offset = first; ; offset += step)
        {
            double term = Math.Exp(logTerm(peak + offset) - top);
            sum += term;
            if (!(term > 1e-18))
            {
                return sum;
            }
        }
    }

    /// <summary>Where the integrand is largest, and its width there.</summary>
    private static (double Peak, double Width) Peak(double t, double a, double delta)
    {
        double Slope(double v) => -2 * a * (Math.Exp(2 * v) - 1) - Hazard(t * Math.Exp(v) - delta) * t * Math.Exp(v);

        double high = 0;
        double low = -1 / Math.Sqrt(4 * a);
        while (Slope(low) < 0)
        {
            high = low;
            low *= 2;
        }

        for (int i = 0; i < 50; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Slope(middle) < 0 ? (low, middle) : (middle, high);
        }

        double scaled = t * Math.Exp(low);
        double x = scaled - delta;
        double hazard = Hazard(x);
        double curvature = 4 * a * Math.Exp(2 * low) + Math.Max(0, hazard * (hazard - x)) * scaled * scaled + hazard * scaled;
        return (low, 1 / Math.Sqrt(curvature));
    }

    private static double Hazard(double x) => Math.Exp(-x * x / 2 - HalfLogTwoPi - StandardNormal.LogSurvival(x));
}
