using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>
/// The posterior of one arm's value on a coordinate in which its density is log-concave and smooth: the logit of a probability, the
/// logarithm of a rate, a mean itself. A coordinate counts from the arm's own centre, so that 1e12 units lose no digits.
/// </summary>
internal abstract class ArmPosterior
{
    /// <summary>E(value).</summary>
    public abstract double Mean { get; }

    /// <summary>Standard deviation of the value.</summary>
    public abstract double Deviation { get; }

    /// <summary>About the standard deviation of the coordinate.</summary>
    public abstract double Spread { get; }

    /// <summary>E(1/value), or NaN where there is none.</summary>
    public abstract double MeanOfInverse { get; }

    /// <summary>Relative variance of 1/value, or NaN where there is none.</summary>
    public abstract double VarianceOfInverse { get; }

    /// <summary>log density of the coordinate.</summary>
    public abstract double LogDensity(double d);

    /// <summary>log P(coordinate ≤ d) and log P(coordinate &gt; d), each with full relative precision.</summary>
    public virtual (double Lower, double Upper) LogTails(double d)
    {
        double near = LogConcaveTail.Log(LogDensity, d, d < 0 ? -1 : 1, Spread);
        double far = Complement(near);
        return d < 0 ? (near, far) : (far, near);
    }

    /// <summary>The value at a coordinate, less the value at the centre.</summary>
    public abstract double ValueFromCentre(double d);

    /// <summary>The coordinate of a value, given less the value at the centre; infinite beyond the range of values.</summary>
    public abstract double Coordinate(double fromCentre);

    /// <summary>The value at the centre.</summary>
    public abstract double Centre { get; }

    /// <summary>log of the derivative of the value by the coordinate.</summary>
    public abstract double LogSlope(double d);

    /// <summary>The other arm's centre less this one's: as a coordinate, and as a value.</summary>
    public abstract (double Coordinate, double Value) DistanceTo(ArmPosterior other);

    /// <summary>The value below which the arm lies with <paramref name="probability"/>.</summary>
    public double Quantile(double probability)
    {
        bool lower = probability <= 0.5;
        double target = Math.Log(lower ? probability : 1 - probability);
        double Gap(double d) => lower ? LogTails(d).Lower - target : target - LogTails(d).Upper;
        return Centre + ValueFromCentre(RisingRoot.Solve(Gap, 0, Spread));
    }

    protected static double Complement(double log) => log > -1e-3 ? Math.Log(-SpecialMath.ExpMinusOne(log)) : SpecialMath.Log1P(-Math.Exp(log));
}
