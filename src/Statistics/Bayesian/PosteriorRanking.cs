using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>Several independent arms of one family: which is the best, and what choosing each of them risks.</summary>
internal sealed class PosteriorRanking(IReadOnlyList<ArmPosterior> arms)
{
    /// <summary>P(arm <paramref name="i"/> is the largest) = ∫ density·∏ P(other &lt; x).</summary>
    public double ChanceBest(int i)
    {
        double[] centres = Centres(i);
        return Math.Min(1, Math.Exp(Integrate(centres, u => arms[i].LogDensity(u) + Others(i, arms.Count, centres, u))));
    }

    /// <summary>
    /// E max over others of (other − arm <paramref name="i"/>, 0) = ∫ P(arm &lt; x)·P(some other &gt; x) dx, where the second factor is a sum over
    /// the first of the others that lies above x. So every term is log-concave.
    /// </summary>
    public double ExpectedLoss(int i)
    {
        double[] centres = Centres(i);
        return Enumerable.Range(0, arms.Count).Where(j => j != i).Sum(j => Math.Exp(Integrate(centres, u =>
            arms[i].LogTails(u).Lower + arms[i].LogSlope(u) + arms[j].LogTails(u - centres[j]).Upper + Others(i, j, centres, u))));
    }

    /// <summary>log ∏ P(other &lt; x) over the arms before <paramref name="end"/>.</summary>
    private double Others(int i, int end, double[] centres, double u)
    {
        double sum = 0;
        for (int j = 0; j < end; j++)
        {
            sum += j == i ? 0 : arms[j].LogTails(u - centres[j]).Lower;
        }

        return sum;
    }

    private double[] Centres(int i) => [.. arms.Select((arm, j) => j == i ? 0 : arms[i].DistanceTo(arm).Coordinate)];

    private double Integrate(double[] centres, Func<double, double> f) => LogConcaveIntegral.Log(
        f,
        arms.Select((arm, j) => centres[j] - 12 * arm.Spread).Min(),
        arms.Select((arm, j) => centres[j] + 12 * arm.Spread).Max(),
        arms.SelectMany((arm, j) => PosteriorPair.Around(arm.Spread).Select(d => d + centres[j])));
}
