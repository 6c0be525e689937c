using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>Gamma(shape, rate) of a rate of events; the coordinate is its logarithm.</summary>
internal sealed class GammaArm : ArmPosterior
{
    private const double SmallShape = 20;

    private readonly double shape;
    private readonly double rate;
    private readonly double logTop;

    /// <summary>Makes the posterior; both parameters are positive.</summary>
    public GammaArm(double shape, double rate)
    {
        this.shape = shape;
        this.rate = rate;
        logTop = 0.5 * Math.Log(shape / (2 * Math.PI)) - Stirling.Error(shape);
    }

    public override double Mean => shape / rate;

    public override double Deviation => Math.Sqrt(shape) / rate;

    public override double Spread => 1 / Math.Sqrt(shape);

    public override double MeanOfInverse => shape > 1 ? rate / (shape - 1) : double.NaN;

    public override double VarianceOfInverse => shape > 2 ? 1 / (shape - 2) : double.NaN;

    public override double Centre => shape / rate;

    public override double LogDensity(double d) => logTop - shape * SpecialMath.ExpMinusOneMinus(d);

    public override (double Lower, double Upper) LogTails(double d)
    {
        if (shape >= SmallShape)
        {
            return base.LogTails(d);
        }

        // A coordinate far below underflows the value; there the tail is a power.
        double x = shape * Math.Exp(d);
        double lower = x < 1e-300 ? LogDensity(d) - Math.Log(shape) : IncompleteGamma.LogLower(shape, x);
        return (lower, x < 1e-300 ? Complement(lower) : IncompleteGamma.LogUpper(shape, x));
    }

    public override double ValueFromCentre(double d) => Centre * SpecialMath.ExpMinusOne(d);

    public override double Coordinate(double fromCentre) =>
        fromCentre <= -Centre ? double.NegativeInfinity : SpecialMath.Log1P(fromCentre / Centre);

    public override double LogSlope(double d) => Math.Log(Centre) + d;

    public override (double Coordinate, double Value) DistanceTo(ArmPosterior other)
    {
        var to = (GammaArm)other;
        double determinant = SpecialMath.DifferenceOfProducts(to.shape, rate, to.rate, shape);
        return (
            BetaArm.LogRatio(determinant, to.rate * shape, () => Math.Log(to.shape / to.rate) - Math.Log(shape / rate)),
            determinant / rate / to.rate);
    }
}
