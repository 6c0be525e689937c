using GrpcExp.Statistics.Bayesian;

namespace GrpcExp.Analysis.Experiments;

/// <summary>What is shown beside the deciding test. Nothing here changes a verdict.</summary>
public sealed record SecondReadings
{
    /// <summary>True for posteriors: beta–binomial of a conversion, normal of a mean. Default false.</summary>
    public bool Bayesian { get; init; }

    /// <summary>Prior of the difference of a mean, default flat.</summary>
    public NormalPrior NormalPrior { get; init; } = NormalPrior.Flat;

    /// <summary>Prior of a conversion, default flat.</summary>
    public BetaPrior BetaPrior { get; init; } = BetaPrior.Flat;

    /// <summary>Quantiles in (0, 1) of which the difference is shown, for means; needs the values of units.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];
}
