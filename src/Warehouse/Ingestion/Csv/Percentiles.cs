namespace GrpcExp.Warehouse.Ingestion.Csv;

/// <summary>Percentiles of a sample.</summary>
internal static class Percentiles
{
    /// <summary>
    /// The percentile by linear interpolation between neighbouring values, as numpy's default and as the warehouse's
    /// models compute it (Hyndman and Fan, 1996, type 7).
    /// </summary>
    /// <param name="values">At least one; they are sorted in place.</param>
    /// <param name="percentile">0..100.</param>
    public static double Linear(double[] values, double percentile)
    {
        Array.Sort(values);
        var rank = (values.Length - 1) * percentile / 100;
        var below = (int)Math.Floor(rank);
        var above = Math.Min(below + 1, values.Length - 1);
        return values[below] * (1 - (rank - below)) + values[above] * (rank - below);
    }
}
