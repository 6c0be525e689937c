namespace GrpcExp.Statistics.Bandits;

/// <summary>Turns shares into whole weights.</summary>
internal static class BasisPoints
{
    public const int All = 10_000;

    /// <summary>
    /// Every arm gets the floor, the rest goes by share; what rounding down leaves goes to the largest remainders, the earlier arm first.
    /// </summary>
    public static int[] Divide(double[] shares, int floor)
    {
        int rest = All - floor * shares.Length;
        double total = shares.Sum();
        double[] exact = [.. shares.Select(share => rest * (share / total))];
        int[] weights = [.. exact.Select(x => (int)Math.Floor(x))];
        int left = rest - weights.Sum();
        foreach (int arm in Enumerable.Range(0, shares.Length).OrderByDescending(i => exact[i] - weights[i]).Take(left))
        {
            weights[arm]++;
        }

        return [.. weights.Select(weight => weight + floor)];
    }

    public static void Require(int floor, int arms)
    {
        if (floor < 0 || (long)floor * arms > All)
        {
            throw new ArgumentOutOfRangeException(
                nameof(floor), floor, $"The floor must lie between 0 and {All / arms} basis points, or {arms} arms would get more than all traffic.");
        }
    }
}
