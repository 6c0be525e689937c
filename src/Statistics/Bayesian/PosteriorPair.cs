using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>
/// Two independent arms of one family. Every number is one integral of a positive function along the first arm's coordinate: differences
/// of nearly equal numbers never arise, so a chance or a loss of 1e-200 is as exact as one of 0.2.
/// </summary>
internal sealed class PosteriorPair(ArmPosterior first, ArmPosterior second)
{
    private readonly (double Coordinate, double Value) distance = first.DistanceTo(second);

    /// <summary>P(second &gt; first).</summary>
    public double ChanceAbove() =>
        Math.Min(1, Math.Exp(Integrate(u => first.LogDensity(u) + second.LogTails(u - distance.Coordinate).Upper)));

    /// <summary>E max(second − first, 0) = ∫ P(first &lt; x)·P(second &gt; x) dx.</summary>
    public double ExpectedGain() => Math.Exp(Integrate(
        u => first.LogTails(u).Lower + second.LogTails(u - distance.Coordinate).Upper + first.LogSlope(u)));

    /// <summary>E(second) − E(first).</summary>
    public double MeanDifference() => distance.Value;

    /// <summary>The t with P(second − first ≤ t) = <paramref name="probability"/>, a small one.</summary>
    public double DifferenceQuantile(double probability)
    {
        double deviation = Math.Sqrt(first.Deviation * first.Deviation + second.Deviation * second.Deviation);
        double target = Math.Log(probability);
        double guess = distance.Value - StandardNormal.InverseSurvival(probability) * deviation;
        return RisingRoot.Solve(t => LogBelow(v => v - distance.Value + t, w => w + distance.Value - t, t) - target, guess, deviation / 4);
    }

    /// <summary>The r with P(second/first − 1 ≤ r) = <paramref name="probability"/>, a small one; values are positive.</summary>
    public double LiftQuantile(double probability)
    {
        double target = Math.Log(probability);
        double deviation = Math.Sqrt(Math.Pow(first.Deviation / first.Mean, 2) + Math.Pow(second.Deviation / second.Mean, 2));
        double centre = SpecialMath.Log1P(distance.Value / first.Mean);

        // In log(1 + r), where a ratio is nearly symmetric and has no lower end.
        double Gap(double s)
        {
            double r = SpecialMath.ExpMinusOne(s);
            return LogBelow(v => v + r * (first.Centre + v) - distance.Value, w => (w + second.Centre) / (1 + r) - first.Centre, 0) - target;
        }

        return SpecialMath.ExpMinusOne(RisingRoot.Solve(Gap, centre - StandardNormal.InverseSurvival(probability) * deviation, deviation / 4));
    }

    /// <summary>
    /// log P(second ≤ bound(first)): a first arm at v from its centre bounds the second at bound(v) from that one's, and back.
    /// </summary>
    private double LogBelow(Func<double, double> bound, Func<double, double> back, double shift)
    {
        // Where first + shift leaves the range of values below, nothing of the second lies under it.
        double floor = shift < 0 ? first.Coordinate(-shift - first.Centre) : double.NegativeInfinity;
        double Density(double u)
        {
            double coordinate = second.Coordinate(bound(first.ValueFromCentre(u)));
            return first.LogDensity(u) + (double.IsPositiveInfinity(coordinate) ? 0
                : double.IsNegativeInfinity(coordinate) ? double.NegativeInfinity
                : second.LogTails(coordinate).Lower);
        }

        // The second arm's features, seen on the coordinate of the first.
        double Seen(double d) => first.Coordinate(back(second.ValueFromCentre(d)));
        return floor == double.PositiveInfinity
            ? double.NegativeInfinity
            : LogConcaveIntegral.Log(Density, Low(), High(), Features().Concat(Around(second.Spread).Select(Seen)).Where(double.IsFinite), floor);
    }

    private double Integrate(Func<double, double> f) => LogConcaveIntegral.Log(f, Low(), High(), Features());

    private double Low() => Math.Min(-12 * first.Spread, distance.Coordinate - 12 * second.Spread);

    private double High() => Math.Max(12 * first.Spread, distance.Coordinate + 12 * second.Spread);

    private IEnumerable<double> Features() => [.. Around(first.Spread), .. Around(second.Spread).Select(d => d + distance.Coordinate)];

    internal static double[] Around(double spread) => [.. new[] { -8.0, -4, -2, -1, 0, 1, 2, 4, 8 }.Select(k => k * spread)];
}
