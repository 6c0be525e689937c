using MathNet.Numerics.RootFinding;

namespace GrpcExp.Statistics.Distributions;

/// <summary>The zero of a rising function, in a bracket that grows from a guess.</summary>
internal static class RisingRoot
{
    /// <summary>Solves <paramref name="gap"/>(x) = 0 by Brent's method.</summary>
    /// <param name="gap">Rising; may be infinite far out.</param>
    /// <param name="guess">Where to begin.</param>
    /// <param name="step">How far to look first, &gt; 0.</param>
    public static double Solve(Func<double, double> gap, double guess, double step)
    {
        double low = guess;
        double high = guess;
        if (gap(guess) < 0)
        {
            for (; gap(high) < 0; step *= 2)
            {
                low = high;
                high += step;
            }
        }
        else
        {
            for (; gap(low) > 0; step *= 2)
            {
                high = low;
                low -= step;
            }
        }

        // On a unit of the bracket, so that Brent's absolute tolerance becomes relative to it.
        double width = high - low;
        double Unit(double t) => Math.Clamp(gap(low + t * width), -1e6, 1e6);
        return Brent.TryFindRoot(Unit, 0, 1, 1e-14, 200, out double root) ? low + root * width : (low + high) / 2;
    }

    /// <summary>Solves <paramref name="excess"/>(x) = 0 on the scale of a logarithm, within ±700, by halving: slower, and never astray.</summary>
    /// <param name="excess">Rising.</param>
    /// <param name="start">Where to begin.</param>
    public static double Bisect(Func<double, double> excess, double start)
    {
        double low = start;
        double high = start;
        for (double step = 0.1; excess(low) > 0 && low > -700; step *= 2)
        {
            low -= step;
        }

        for (double step = 0.1; excess(high) < 0 && high < 700; step *= 2)
        {
            high += step;
        }

        for (int i = 0; i < 100 && high - low > 1e-15 * Math.Max(1, Math.Abs(low)); i++)
        {
            double middle = (low + high) / 2;
            (low, high) = excess(middle) < 0 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
