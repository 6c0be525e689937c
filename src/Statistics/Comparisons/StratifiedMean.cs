using GrpcExp.Statistics.Moments;

namespace GrpcExp.Statistics.Comparisons;

/// <summary>A weighted mean of strata of one variant, built up stratum by stratum.</summary>
internal sealed class StratifiedMean
{
    private readonly List<(double Variance, long Count)> parts = [];

    public double Mean { get; private set; }

    public double Variance { get; private set; }

    public void Add(double share, SampleMoments stratum)
    {
        double variance = share * share * stratum.VarianceOfMean.Value;
        Mean += share * stratum.Mean;
        Variance += variance;
        parts.Add((variance, stratum.Count));
    }

    /// <summary>This variant's part of 1/df, against the variance of the whole difference.</summary>
    public double Satterthwaite(double total) => parts.Sum(p => p.Variance / total * (p.Variance / total) / (p.Count - 1));
}
