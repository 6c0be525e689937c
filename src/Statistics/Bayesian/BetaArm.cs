using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>Beta(a, b) of a probability; the coordinate is its logit.</summary>
internal sealed class BetaArm : ArmPosterior
{
    // Below this the continued fraction is both quick and exact; above, a quadrature of the tail is quicker.
    private const double FewCounts = 20;

    private readonly double a;
    private readonly double b;
    private readonly double total;
    private readonly double p;
    private readonly double q;
    private readonly double logTop;

    /// <summary>Makes the posterior; both counts are positive.</summary>
    public BetaArm(double a, double b)
    {
        this.a = a;
        this.b = b;
        total = a + b;
        p = a / total;
        q = b / total;
        logTop = 0.5 * (Math.Log(a) + Math.Log(q) - Math.Log(2 * Math.PI)) + Stirling.Error(total) - Stirling.Error(a) - Stirling.Error(b);
    }

    public override double Mean => p;

    public override double Deviation => Math.Sqrt(p * q / (total + 1));

    public override double Spread => 1 / Math.Sqrt(total * p * q);

    public override double MeanOfInverse => a > 1 ? (total - 1) / (a - 1) : double.NaN;

    public override double VarianceOfInverse => a > 2 ? b / ((total - 1) * (a - 2)) : double.NaN;

    public override double Centre => p;

    public override double LogDensity(double d) => logTop - total * (p <= q ? Fall(p, d) : Fall(q, -d));

    public override (double Lower, double Upper) LogTails(double d)
    {
        if (Math.Min(a, b) >= FewCounts)
        {
            return base.LogTails(d);
        }

        double denominator = Math.Exp(LogDenominator(d));
        double x = d > 0 ? 1 / (1 + q / p * Math.Exp(-d)) : p * Math.Exp(d) / denominator;
        double y = d > 0 ? 1 / (1 + p / q * Math.Exp(d)) : q / denominator;
        double near = LogDensity(d) + Math.Log(d < 0 ? IncompleteBeta.Fraction(a, b, x, y) : IncompleteBeta.Fraction(b, a, y, x));
        double far = Complement(near);
        return d < 0 ? (near, far) : (far, near);
    }

    public override double ValueFromCentre(double d) =>
        d > 0 ? -p * q * SpecialMath.ExpMinusOne(-d) / (p + q * Math.Exp(-d)) : p * q * SpecialMath.ExpMinusOne(d) / (q + p * Math.Exp(d));

    public override double Coordinate(double fromCentre) =>
        fromCentre <= -p ? double.NegativeInfinity
        : fromCentre >= q ? double.PositiveInfinity
        : SpecialMath.Log1P(fromCentre / p) - SpecialMath.Log1P(-fromCentre / q);

    public override double LogSlope(double d) => Math.Log(p) + Math.Log(q) + d - 2 * LogDenominator(d);

    public override (double Coordinate, double Value) DistanceTo(ArmPosterior other)
    {
        var to = (BetaArm)other;
        double determinant = SpecialMath.DifferenceOfProducts(to.a, b, to.b, a);
        return (LogRatio(determinant, to.b * a, () => Math.Log(to.a / to.b) - Math.Log(a / b)), determinant / (total * to.total));
    }

    /// <summary>log(1 + difference/base), by other means where that would lose digits.</summary>
    internal static double LogRatio(double difference, double unit, Func<double> direct) =>
        Math.Abs(difference) < 0.5 * unit ? SpecialMath.Log1P(difference / unit) : direct();

    /// <summary>log(1 − p + p·e^d) − p·d ≥ 0, p ≤ ½: how far the logarithm has fallen for each count.</summary>
    private static double Fall(double p, double d)
    {
        if (Math.Abs(d) < 0.5)
        {
            return p * SpecialMath.ExpMinusOneMinus(d) - SpecialMath.MinusLog1P(p * SpecialMath.ExpMinusOne(d));
        }

        return d > 30
            ? (1 - p) * d + Math.Log(p) + SpecialMath.Log1P((1 - p) / p * Math.Exp(-d))
            : SpecialMath.Log1P(p * SpecialMath.ExpMinusOne(d)) - p * d;
    }

    /// <summary>log(q + p·e^d).</summary>
    private double LogDenominator(double d) =>
        d > 0 ? d + SpecialMath.Log1P(q * SpecialMath.ExpMinusOne(-d)) : SpecialMath.Log1P(p * SpecialMath.ExpMinusOne(d));
}
