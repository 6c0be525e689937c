using System.Globalization;

namespace GrpcExp.Cli.Planning;

/// <summary>Round numbers from 0 on for an axis: steps of 1, 2 or 5 times a power of ten.</summary>
/// <param name="Step">From one tick to the next.</param>
/// <param name="Count">Ticks after the one at 0.</param>
internal readonly record struct AxisTicks(double Step, int Count)
{
    public double End => Step * Count;

    /// <summary>The ticks from 0 to <see cref="End"/>.</summary>
    public IEnumerable<double> Values
    {
        get
        {
            double step = Step;
            return Enumerable.Range(0, Count + 1).Select(i => i * step);
        }
    }

    /// <summary>An axis that reaches a number with at most so many ticks.</summary>
    /// <param name="largest">&gt; 0.</param>
    /// <param name="most">Ticks after the one at 0, at least 3.</param>
    public static AxisTicks Reaching(double largest, int most)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(largest / most)));
        double step = new[] { 1.0, 2, 5, 10 }.Select(factor => factor * power).First(s => Math.Ceiling(largest / s * (1 - 1e-12)) <= most);
        return new(step, (int)Math.Ceiling(largest / step * (1 - 1e-12)));
    }

    /// <summary>A tick in few letters: 0, 500, 20k, 1.5M, 3B.</summary>
    public static string Label(double value)
    {
        var (scale, suffix) = value switch
        {
            >= 1e15 => (1, ""),
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "B"),
            >= 1e6 => (1e6, "M"),
            >= 1e4 => (1e3, "k"),
            _ => (1.0, ""),
        };
        return value >= 1e15
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : (value / scale).ToString(suffix.Length == 0 ? "#,0.##" : "0.##", CultureInfo.InvariantCulture) + suffix;
    }
}
