namespace GrpcExp.Statistics.Sequential;

/// <summary>Where the paths of a group-sequential test leave, look by look.</summary>
internal static class StagePaths
{
    /// <summary>The chance of leaving above and below at each look; one-sided tests never leave below.</summary>
    /// <param name="information">Increasing; any unit.</param>
    /// <param name="boundaries">In standard errors; two-sided means ± each.</param>
    /// <param name="twoSided">Whether the lower boundaries exist.</param>
    /// <param name="drift">E z = drift·√information.</param>
    public static IReadOnlyList<(double Upper, double Lower)> Exits(double[] information, double[] boundaries, bool twoSided, double drift)
    {
        var exits = new (double Upper, double Lower)[information.Length];
        var density = StageDensity.Start;
        for (int k = 0; k < information.Length; k++)
        {
            double low = twoSided ? -boundaries[k] : double.NegativeInfinity;
            exits[k] = (
                double.IsFinite(boundaries[k]) ? density.Above(boundaries[k], information[k], drift) : 0,
                double.IsFinite(low) ? density.Below(low, information[k], drift) : 0);
            density = density.Continue(low, boundaries[k], information[k], k + 1 < information.Length ? information[k + 1] : 0, drift);
        }

        return exits;
    }

    /// <summary>
    /// P(a result at least as far up as z at this look): left above at an earlier look, or came here and is above z. The stagewise
    /// ordering.
    /// </summary>
    /// <param name="information">Of the looks up to and including this one.</param>
    /// <param name="boundaries">Of the earlier looks; more are ignored.</param>
    /// <param name="twoSided">Whether the lower boundaries exist.</param>
    /// <param name="drift">E z = drift·√information.</param>
    /// <param name="z">Statistic at this look.</param>
    public static (double Upper, double Lower) Beyond(double[] information, double[] boundaries, bool twoSided, double drift, double z)
    {
        double upper = 0;
        double lower = 0;
        var density = StageDensity.Start;
        int last = information.Length - 1;
        for (int k = 0; k < last; k++)
        {
            double low = twoSided ? -boundaries[k] : double.NegativeInfinity;
            upper += double.IsFinite(boundaries[k]) ? density.Above(boundaries[k], information[k], drift) : 0;
            lower += double.IsFinite(low) ? density.Below(low, information[k], drift) : 0;
            density = density.Continue(low, boundaries[k], information[k], information[k + 1], drift);
        }

        return (upper + density.Above(z, information[last], drift), lower + density.Below(z, information[last], drift));
    }
}
