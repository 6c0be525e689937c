using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Interference;

/// <summary>One variant's clusters, summed up.</summary>
internal sealed class ClusteredSample
{
    public ClusteredSample(IEnumerable<SampleMoments> clusters)
    {
        SampleMoments[] filled = [.. clusters.Where(c => c.Count > 0)];
        Clusters = filled.Length;
        Units = filled.Aggregate(default(SampleMoments), (all, cluster) => all.Merge(cluster));
        foreach (var cluster in filled)
        {
            // The cluster's sum of residuals, from the deviation of means so that a large common mean cancels first.
            double deviation = cluster.DifferenceFrom(Units);
            double residual = cluster.Count * deviation;
            SquaredResiduals += residual * residual;
            Between += residual * deviation;
            Within += cluster.M2;
            SquaredSizes += (double)cluster.Count * cluster.Count;
        }

        // What is left of equal cluster means is rounding; that is no variance to test against.
        double resolution = Math.BitIncrement(Math.Abs(Units.Mean)) - Math.Abs(Units.Mean);
        if (SquaredResiduals <= SquaredSizes * resolution * resolution * 4)
        {
            SquaredResiduals = 0;
            Between = 0;
        }
    }

    public int Clusters { get; }

    public SampleMoments Units { get; }

    /// <summary>Σ over clusters of (sum of residuals)².</summary>
    public double SquaredResiduals { get; }

    /// <summary>Σ over clusters of n·(mean − mean of the variant)².</summary>
    public double Between { get; }

    /// <summary>Squared deviations of units from the mean of their cluster.</summary>
    public double Within { get; }

    /// <summary>Σn² over clusters.</summary>
    public double SquaredSizes { get; }

    /// <summary>Sandwich variance of the mean, uncorrected.</summary>
    public double Sandwich => SquaredResiduals / Units.Count / Units.Count;

    /// <summary>Delta-method variance of the ratio of cluster totals to cluster sizes.</summary>
    public double VarianceOfMean => Sandwich * Clusters / (Clusters - 1);
}
