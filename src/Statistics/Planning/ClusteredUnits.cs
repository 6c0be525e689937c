namespace GrpcExp.Statistics.Planning;

/// <summary>
/// Units that are assigned together (a household, a store), so that one tells something about the next. The variance of a mean is
/// that of independent units times the design effect, and the degrees of freedom are those of the clusters.
/// </summary>
/// <remarks>
/// L. Kish, Survey Sampling (1965), §5.4; unequal sizes: S. Eldridge, D. Ashby and S. Kerry, "Sample Size for Cluster Randomized
/// Trials: Effect of Coefficient of Variation of Cluster Size", Int. J. Epidemiology 35 (2006). Degrees of freedom: A. Donner and
/// N. Klar, Design and Analysis of Cluster Randomization Trials (2000), §5.
/// </remarks>
public sealed record ClusteredUnits
{
    /// <summary>Describes the clusters.</summary>
    /// <param name="intraclassCorrelation">ICC, the share of the variance that lies between clusters, from 0 to 1.</param>
    /// <param name="meanSize">m̄, units a cluster on average, ≥ 1 and finite.</param>
    /// <param name="sizeVariation">cv, standard deviation of cluster sizes / m̄, ≥ 0 and finite, default 0 (all alike).</param>
    public ClusteredUnits(double intraclassCorrelation, double meanSize, double sizeVariation = 0)
    {
        if (!(intraclassCorrelation is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(intraclassCorrelation), intraclassCorrelation, "An intraclass correlation lies from 0 to 1, e.g. 0.05.");
        }

        if (!(meanSize >= 1) || double.IsInfinity(meanSize))
        {
            throw new ArgumentOutOfRangeException(nameof(meanSize), meanSize, "A cluster has 1 unit or more on average, e.g. 20.");
        }

        if (!(sizeVariation >= 0) || double.IsInfinity(sizeVariation))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sizeVariation), sizeVariation, "A coefficient of variation is 0 or more, e.g. 0.5.");
        }

        IntraclassCorrelation = intraclassCorrelation;
        MeanSize = meanSize;
        SizeVariation = sizeVariation;
    }

    /// <summary>ICC, from 0 to 1.</summary>
    public double IntraclassCorrelation { get; }

    /// <summary>m̄, units a cluster, ≥ 1.</summary>
    public double MeanSize { get; }

    /// <summary>cv, ≥ 0.</summary>
    public double SizeVariation { get; }

    /// <summary>
    /// 1 + (m̄(1 + cv²) − 1)·ICC: so many units say as much as one independent one. Holds for a mean over units, not one over
    /// clusters.
    /// </summary>
    public double DesignEffect => 1 + (MeanSize * (1 + SizeVariation * SizeVariation) - 1) * IntraclassCorrelation;
}
