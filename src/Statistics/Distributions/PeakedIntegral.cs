namespace GrpcExp.Statistics.Distributions;

/// <summary>
/// Integrates a positive function with one peak over the whole line by the trapezoidal rule, which converges exponentially
/// for analytic functions that vanish at both ends. Works on the logarithm, so nothing underflows.
/// </summary>
/// <remarks>L. N. Trefethen and J. A. C. Weideman, "The Exponentially Convergent Trapezoidal Rule", SIAM Review 56 (2014).</remarks>
internal static class PeakedIntegral
{
    // In log; a third of an interval this flat lies within about a tenth of the peak's width.
    private const double Flat = 0.01;

    /// <summary>log ∫ e^f, the peak of f lying between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public static double Log(Func<double, double> f, double low, double high)
    {
        double peak = Peak(f, low, high);
        double top = f(peak);
        double step = Width(f, peak, top);
        double sum = 1 + Side(f, peak, top, step, step) + Side(f, peak, top, -step, -step);
        double integral = sum * step;
        for (int halving = 0; halving < 10; halving++)
        {
            sum += Side(f, peak, top, step / 2, step) + Side(f, peak, top, -step / 2, -step);
            step /= 2;
            double refined = sum * step;
            bool converged = Math.Abs(refined - integral) <= 1e-12 * refined;
            integral = refined;
            if (converged)
            {
                break;
            }
        }

        return top + Math.Log(integral);
    }

    private static double Peak(Func<double, double> f, double low, double high)
    {
        // Only the neighbourhood of the peak matters: any point near it gives the same sum.
        for (int i = 0; i < 40; i++)
        {
            double third = (high - low) / 3;
            double left = f(low + third);
            double right = f(high - third);
            if (Math.Abs(left - right) < Flat && f((low + high) / 2) - Math.Max(left, right) < Flat)
            {
                break;
            }

            (low, high) = left < right ? (low + third, high) : (low, high - third);
        }

        return (low + high) / 2;
    }

    /// <summary>How far right of the peak the function falls to about 1/√e.</summary>
    private static double Width(Func<double, double> f, double peak, double top)
    {
        double width = 1;
        while (f(peak + width) < top - 0.5 && width > 1e-12)
        {
            width /= 2;
        }

        return width;
    }

    private static double Side(Func<double, double> f, double peak, double top, double first, double step)
    {
        double sum = 0;
        for (double offset = first; ; offset += step)
        {
            double term = Math.Exp(f(peak + offset) - top);
            sum += term;
            if (!(term > 1e-17))
            {
                return sum;
            }
        }
    }
}
