using MathNet.Numerics.Integration;

namespace GrpcExp.Statistics.Distributions;

/// <summary>The tail of a smooth log-concave density, by Gauss–Legendre over the part that is not negligible.</summary>
internal static class LogConcaveTail
{
    // Beyond this many units of the logarithm nothing is left that a double could notice.
    private const double Negligible = 42;

    private static readonly GaussLegendreRule Rule = new(0, 1, 32);

    /// <summary>log ∫ e^f from <paramref name="start"/> away from the peak.</summary>
    /// <param name="f">The logarithm of the density, falling from <paramref name="start"/> on.</param>
    /// <param name="start">Where the tail begins.</param>
    /// <param name="direction">+1 for the upper tail, −1 for the lower.</param>
    /// <param name="spread">About the density's deviation: where the search for the tail's length begins.</param>
    public static double Log(Func<double, double> f, double start, int direction, double spread)
    {
        double top = f(start);
        if (double.IsNegativeInfinity(top))
        {
            return top;
        }

        double length = spread;
        while (f(start + direction * length) - top > -Negligible)
        {
            length *= 1.5;
        }

        while (f(start + direction * length) - top < -2 * Negligible)
        {
            length /= 1.5;
        }

        double sum = 0;
        for (int i = 0; i < Rule.Order; i++)
        {
            sum += Rule.GetWeight(i) * Math.Exp(f(start + direction * length * Rule.GetAbscissa(i)) - top);
        }

        return top + Math.Log(sum * length);
    }
}
