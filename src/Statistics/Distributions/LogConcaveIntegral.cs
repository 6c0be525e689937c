using MathNet.Numerics.Integration;

namespace GrpcExp.Statistics.Distributions;

/// <summary>
/// Integrates a positive log-concave function over the line: finds its peak, keeps what is not negligible beside it, and applies
/// Gauss–Legendre between points at which the caller says that something happens. Works on the logarithm, so tails of any size are fine.
/// </summary>
internal static class LogConcaveIntegral
{
    private const double Negligible = 45;
    private const int Panels = 8;

    private static readonly GaussLegendreRule Rule = new(0, 1, 14);

    /// <summary>log ∫ e^f, or −∞ when f is −∞ everywhere in the bracket.</summary>
    /// <param name="f">The logarithm of the function.</param>
    /// <param name="low">About where the peak is not below; the search goes on when it is.</param>
    /// <param name="high">About where the peak is not above; the search goes on when it is.</param>
    /// <param name="features">Points around which the function bends, in any order.</param>
    /// <param name="floor">The function is zero below; default nowhere.</param>
    /// <param name="ceiling">The function is zero above; default nowhere.</param>
    public static double Log(
        Func<double, double> f,
        double low,
        double high,
        IEnumerable<double> features,
        double floor = double.NegativeInfinity,
        double ceiling = double.PositiveInfinity)
    {
        low = Math.Max(low, floor);
        high = Math.Min(high, ceiling);
        double step = high - low;
        double peak = Peak(f, Bracket(f, low, -step, floor), Bracket(f, high, step, ceiling));
        double top = f(peak);
        if (double.IsNegativeInfinity(top))
        {
            return top;
        }

        double scale = Math.Max(high - low, 1e-300);
        double left = Edge(f, peak, top, -scale, floor);
        double right = Edge(f, peak, top, scale, ceiling);
        double[] cuts =
        [
            .. Enumerable.Range(0, Panels + 1).SelectMany(i => new[]
            {
                left + (peak - left) * i / Panels,
                peak + (right - peak) * i / Panels,
            }).Concat(features.Where(x => x > left && x < right)).Distinct().Order(),
        ];
        double sum = 0;
        for (int i = 1; i < cuts.Length; i++)
        {
            double width = cuts[i] - cuts[i - 1];
            double part = 0;
            for (int k = 0; k < Rule.Order; k++)
            {
                part += Rule.GetWeight(k) * Math.Exp(f(cuts[i - 1] + width * Rule.GetAbscissa(k)) - top);
            }

            sum += part * width;
        }

        return top + Math.Log(sum);
    }

    /// <summary>An end of the bracket that the function does not rise beyond.</summary>
    private static double Bracket(Func<double, double> f, double end, double step, double limit)
    {
        double Clip(double x) => step < 0 ? Math.Max(x, limit) : Math.Min(x, limit);
        for (double next = Clip(end + step); next != end && f(next) > f(end); next = Clip(end + step))
        {
            end = next;
            step *= 2;
        }

        return Clip(end + step);
    }

    private static double Peak(Func<double, double> f, double low, double high)
    {
        for (int i = 0; i < 90 && high > low; i++)
        {
            double third = (high - low) / 3;
            (low, high) = f(low + third) < f(high - third) ? (low + third, high) : (low, high - third);
        }

        return (low + high) / 2;
    }

    /// <summary>Where the function has become negligible beside its peak, on the side that <paramref name="reach"/> points to.</summary>
    private static double Edge(Func<double, double> f, double peak, double top, double reach, double limit)
    {
        double Clip(double x) => reach < 0 ? Math.Max(x, limit) : Math.Min(x, limit);
        while (f(Clip(peak + reach)) > top - Negligible && Clip(peak + reach) != limit)
        {
            reach *= 2;
        }

        double inside = 0;
        double outside = Clip(peak + reach) - peak;
        for (int i = 0; i < 200 && Math.Abs(outside - inside) > 0.02 * Math.Abs(outside); i++)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = f(peak + middle) > top - Negligible ? (middle, outside) : (inside, middle);
        }

        return peak + outside;
    }
}
