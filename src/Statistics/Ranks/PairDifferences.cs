namespace GrpcExp.Statistics.Ranks;

/// <summary>Order statistics of all differences treatment − control without listing them.</summary>
internal static class PairDifferences
{
    /// <summary>The k-th smallest difference, exactly as subtracting the pair gives it.</summary>
    /// <param name="control">Sorted, not empty.</param>
    /// <param name="treatment">Sorted, not empty.</param>
    /// <param name="rank">1..number of pairs.</param>
    public static double Smallest(double[] control, double[] treatment, long rank)
    {
        // Bisection over the doubles themselves, in the order of their bits: 64 passes whatever the values.
        long low = Ordered(treatment[0] - control[^1]) - 1;
        long high = Ordered(treatment[^1] - control[0]);
        while (low + 1 < high)
        {
            // Their mean, rounded down; the sum of two such numbers may not fit a long.
            long middle = (low & high) + ((low ^ high) >> 1);
            (low, high) = CountUpTo(control, treatment, Value(middle)) >= rank ? (low, middle) : (middle, high);
        }

        return Value(high);
    }

    public static double Median(double[] control, double[] treatment)
    {
        long pairs = (long)control.Length * treatment.Length;
        double lower = Smallest(control, treatment, (pairs + 1) / 2);
        return pairs % 2 == 1 ? lower : lower + (Smallest(control, treatment, pairs / 2 + 1) - lower) / 2;
    }

    private static long CountUpTo(double[] control, double[] treatment, double bound)
    {
        long count = 0;
        int first = 0;
        foreach (double value in treatment)
        {
            while (first < control.Length && value - control[first] > bound)
            {
                first++;
            }

            count += control.Length - first;
        }

        return count;
    }

    private static long Ordered(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        return bits >= 0 ? bits : long.MinValue - bits;
    }

    private static double Value(long ordered) => BitConverter.Int64BitsToDouble(ordered >= 0 ? ordered : long.MinValue - ordered);
}
