using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using GrpcExp.Unit.Statistics.Monitoring;

namespace GrpcExp.Unit.Statistics.Simulation;

/// <summary>Draws samples, and where their distribution is known the moments of samples without the samples.</summary>
internal static class Draws
{
    public static double Exponential(this Random random) => -Math.Log(1 - random.NextDouble());

    /// <summary>Gamma with scale 1. G. Marsaglia and W. W. Tsang (2000).</summary>
    public static double Gamma(this Random random, double shape)
    {
        if (shape < 1)
        {
            return random.Gamma(shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        double d = shape - 1.0 / 3;
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.Normal();
            double v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v))
            {
                return d * v;
            }
        }
    }

    public static double ChiSquared(this Random random, double degreesOfFreedom) => 2 * random.Gamma(degreesOfFreedom / 2);

    public static int Successes(this Random random, int count, double probability)
    {
        int successes = 0;
        for (int i = 0; i < count; i++)
        {
            successes += random.NextDouble() < probability ? 1 : 0;
        }

        return successes;
    }

    public static double[] Values(this Random random, int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    /// <summary>Moments of n normal values: the mean and the variance are independent, the latter a χ².</summary>
    public static SampleMoments NormalMoments(this Random random, long n, double mean, double deviation) => new(
        n, mean + deviation * random.Normal() / Math.Sqrt(n), deviation * deviation * random.ChiSquared(n - 1));

    /// <summary>The same as a joint sample of one variable.</summary>
    public static JointMoments NormalJoint(this Random random, long n, double mean, double deviation)
    {
        var m = random.NormalMoments(n, mean, deviation);
        return JointMoments.FromSums(n, [n * m.Mean], [[m.M2 + n * m.Mean * m.Mean]]);
    }

    /// <summary>Moments of n normal pairs of deviation 1 (M. S. Bartlett's decomposition of a Wishart matrix); x has mean 0.</summary>
    public static CovariateMoments NormalPairs(this Random random, long n, double mean, double correlation)
    {
        double rest = Math.Sqrt(1 - correlation * correlation);
        double xx = random.ChiSquared(n - 1);
        double along = random.Normal();
        double xe = Math.Sqrt(xx) * along;
        double ee = along * along + random.ChiSquared(n - 2);
        double x = random.Normal() / Math.Sqrt(n);
        double y = mean + correlation * x + rest * random.Normal() / Math.Sqrt(n);
        return new CovariateMoments(
            n, y, x, correlation * correlation * xx + 2 * correlation * rest * xe + rest * rest * ee, xx, correlation * xx + rest * xe);
    }

    /// <summary>True when an interval has no end on the wrong side of the truth; an end that is absent is at infinity.</summary>
    public static bool Covers(this Estimate estimate, double truth) => !(estimate.Low.OrNull > truth || estimate.High.OrNull < truth);

    public static bool Below(this Measure p, double alpha) => p.Value < alpha;
}
