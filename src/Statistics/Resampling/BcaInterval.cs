using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Resampling;

/// <summary>Bias-corrected and accelerated percentile intervals.</summary>
/// <remarks>B. Efron, "Better Bootstrap Confidence Intervals", JASA 82 (1987); B. Efron and R. Tibshirani, An Introduction to the Bootstrap, §14.3.</remarks>
internal static class BcaInterval
{
    /// <summary>The ends of the interval; both NaN when all resamples lie on one side of the estimate.</summary>
    public static (double Low, double High) Ends(double estimate, double[] sortedResamples, double acceleration, double alpha)
    {
        double below = sortedResamples.Count(r => r < estimate);
        double upTo = sortedResamples.Count(r => r <= estimate);
        double share = (below + upTo) / 2 / sortedResamples.Length;
        if (!(share is > 0 and < 1))
        {
            return (double.NaN, double.NaN);
        }

        double bias = -StandardNormal.InverseSurvival(share);
        double End(double z)
        {
            double moved = bias + (bias + z) / (1 - acceleration * (bias + z));
            return Observations.Quantile(sortedResamples, StandardNormal.Survival(-moved));
        }

        double reach = StandardNormal.InverseSurvival(alpha / 2);
        return (End(-reach), End(reach));
    }

    /// <summary>Skewness of the influence of single units, over all samples; NaN when no unit has any.</summary>
    /// <param name="samples">For each sample the statistic of everything, with each unit (or group of units) of that sample left out.</param>
    public static double Acceleration(IEnumerable<double[]> samples)
    {
        double cubes = 0;
        double squares = 0;
        foreach (double[] leftOut in samples)
        {
            double mean = leftOut.Average();
            double n = leftOut.Length;
            cubes += leftOut.Sum(v => Math.Pow((n - 1) * (mean - v) / n, 3));
            squares += leftOut.Sum(v => Math.Pow((n - 1) * (mean - v) / n, 2));
        }

        return cubes / (6 * Math.Pow(squares, 1.5));
    }
}
