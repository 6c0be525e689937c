namespace GrpcExp.ControlPlane.Charts;

/// <summary>Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten, from at or below the lowest to at or above the highest.</summary>
/// <param name="Low">The first tick.</param>
/// <param name="Step">From one tick to the next.</param>
/// <param name="Count">Ticks, at least 2.</param>
public readonly record struct AxisTicks(double Low, double Step, int Count)
{
    /// <summary>The last tick.</summary>
    public double High => Low + (Step * (Count - 1));

    /// <summary>The ticks, ascending; what should be 0 is 0.</summary>
    public IEnumerable<double> Values
    {
        get
        {
            var (low, step) = (Low, Step);
            return Enumerable.Range(0, Count).Select(i => Math.Round((low + (step * i)) / step) * step);
        }
    }

    /// <summary>The densest axis around two numbers with at most so many ticks.</summary>
    /// <param name="low">Lowest number to show.</param>
    /// <param name="high">Highest number to show, not below <paramref name="low"/>.</param>
    /// <param name="most">Ticks at most, at least 3.</param>
    public static AxisTicks Around(double low, double high, int most)
    {
        if (low == high)
        {
            var margin = low == 0 ? 1 : Math.Abs(low) / 2;
            (low, high) = (low - margin, high + margin);
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / most)));
        foreach (var factor in (double[])[1, 2, 5, 10, 20, 50, 100])
        {
            var step = factor * power;
            var (first, last) = (Math.Floor((low / step) + 1e-9), Math.Ceiling((high / step) - 1e-9));
            if (last - first + 1 <= most)
            {
                return new AxisTicks(first * step, step, (int)(last - first) + 1);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(most), most, "An axis needs room for three ticks.");
    }
}
