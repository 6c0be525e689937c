using GrpcExp.Statistics.Moments;

namespace GrpcExp.Micro.Statistics;

/// <summary>One metric of an experiment with two treatments, with its value before the experiment as the covariate.</summary>
/// <param name="Variants">The control first.</param>
/// <param name="PlannedUnits">Of control and one treatment together.</param>
internal sealed record MetricSample(CovariateMoments[] Variants, double PlannedUnits);

/// <summary>Sufficient statistics of a realistic size, seeded: every experiment is as large as it happens to be.</summary>
internal static class ScorecardSamples
{
    public static MetricSample[] Of(int experiments, int metrics)
    {
        var random = new Random(1);
        var samples = new List<MetricSample>();
        for (int e = 0; e < experiments; e++)
        {
            double units = Math.Pow(10, 2.5 + 4 * random.NextDouble());
            long[] counts = [.. Enumerable.Range(0, 3).Select(_ => (long)(units * (1 + 0.01 * random.NextDouble())))];
            for (int m = 0; m < metrics; m++)
            {
                double mean = Math.Pow(10, 4 * random.NextDouble() - 2);
                double deviation = mean * (0.3 + 3 * random.NextDouble());
                double correlation = 0.9 * random.NextDouble();
                samples.Add(new MetricSample([.. counts.Select(n => Variant(random, n, mean, deviation, correlation))], 2 * units));
            }
        }

        return [.. samples];
    }

    /// <summary>Differences of a few standard errors, as most experiments have them, and now and then of many.</summary>
    private static CovariateMoments Variant(Random random, long n, double mean, double deviation, double correlation)
    {
        double error = deviation / Math.Sqrt(n);
        double effect = (random.NextDouble() < 0.1 ? 20 : 3) * (random.NextDouble() - 0.5) * error;
        double m2 = deviation * deviation * (n - 1);
        double covariateMean = mean + error * (random.NextDouble() - 0.5);
        return new CovariateMoments(n, mean + effect, covariateMean, m2, m2, correlation * m2);
    }
}
