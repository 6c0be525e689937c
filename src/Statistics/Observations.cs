namespace GrpcExp.Statistics;

/// <summary>Guards the methods that see single values instead of moments.</summary>
internal static class Observations
{
    /// <summary>Refuses NaN and infinities, naming the first.</summary>
    public static void Require(IReadOnlyList<double> values, string parameter)
    {
        ArgumentNullException.ThrowIfNull(values, parameter);
        for (int i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"{parameter}[{i}] is {values[i]}; leave units without a value out."), parameter);
            }
        }
    }

    /// <summary>A sorted copy.</summary>
    public static double[] Sorted(IReadOnlyList<double> values, string parameter)
    {
        Require(values, parameter);
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Quantile by linear interpolation between order statistics, Hyndman and Fan's type 7 (numpy's and R's default).</summary>
    public static double Quantile(double[] sorted, double probability)
    {
        double position = (sorted.Length - 1) * probability;
        int below = Math.Clamp((int)Math.Floor(position), 0, sorted.Length - 1);
        int above = Math.Min(below + 1, sorted.Length - 1);
        double part = position - below;
        return sorted[below] + part * (sorted[above] - sorted[below]);
    }
}
