namespace GrpcExp.Statistics.Bayesian;

/// <summary>A normal prior on the difference treatment − control.</summary>
/// <param name="Mean">Expected difference, finite.</param>
/// <param name="Deviation">Its standard deviation, &gt; 0; +∞ is the flat prior.</param>
/// <param name="Relative">
/// True when both are fractions of the control mean (0.02 is 2 %), false when they are in the metric's unit.
/// </param>
public sealed record NormalPrior(double Mean, double Deviation, bool Relative)
{
    /// <summary>No opinion: the posterior is the likelihood. The default everywhere.</summary>
    public static NormalPrior Flat { get; } = new(0, double.PositiveInfinity, false);
}
