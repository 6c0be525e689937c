using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>N(mean, deviation²) of a mean; the coordinate is the mean itself.</summary>
internal sealed class NormalArm(double mean, double deviation) : ArmPosterior
{
    private readonly double logTop = -Math.Log(deviation) - 0.5 * Math.Log(2 * Math.PI);

    public override double Mean => mean;

    public override double Deviation => deviation;

    public override double Spread => deviation;

    public override double MeanOfInverse => double.NaN;

    public override double VarianceOfInverse => double.NaN;

    public override double Centre => mean;

    public override double LogDensity(double d) => logTop - d / deviation * (d / deviation) / 2;

    public override (double Lower, double Upper) LogTails(double d) =>
        (StandardNormal.LogSurvival(-d / deviation), StandardNormal.LogSurvival(d / deviation));

    public override double ValueFromCentre(double d) => d;

    public override double Coordinate(double fromCentre) => fromCentre;

    public override double LogSlope(double d) => 0;

    public override (double Coordinate, double Value) DistanceTo(ArmPosterior other) => (other.Mean - mean, other.Mean - mean);
}
