namespace GrpcExp.Statistics.Planning;

/// <summary>From a number of units to whole ones in every variant.</summary>
internal static class PlannedUnits
{
    // A unit more for what rounding added would be one too many.
    private const double Rounding = 1e-9;

    /// <summary>The next whole number in every variant.</summary>
    public static double[] RoundUp(ExperimentDesign design, double units) =>
        [.. design.Shares.Select((_, variant) => Math.Ceiling(units * design.ShareOf(variant) * (1 - Rounding)))];

    /// <summary>Whole units that sum to the total: the largest remainders are rounded up.</summary>
    public static double[] Apportion(ExperimentDesign design, long units)
    {
        double[] exact = [.. design.Shares.Select((_, variant) => units * design.ShareOf(variant))];
        double[] whole = [.. exact.Select(Math.Floor)];
        int left = (int)Math.Clamp(units - whole.Sum(), 0, whole.Length);
        foreach (int variant in Enumerable.Range(0, whole.Length).OrderByDescending(v => exact[v] - whole[v]).Take(left))
        {
            whole[variant]++;
        }

        return whole;
    }
}
