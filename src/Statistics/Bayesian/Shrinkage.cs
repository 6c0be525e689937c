using GrpcExp.Statistics.Distributions;

namespace GrpcExp.Statistics.Bayesian;

/// <summary>
/// Empirical-Bayes shrinkage of the effects of many experiments towards their common mean, against the winner's curse. Assumes
/// that true effects are N(m, τ²) across comparable experiments and that estimates are normal with known variances.
/// </summary>
/// <remarks>
/// τ² by R. DerSimonian and N. Laird, "Meta-Analysis in Clinical Trials", Controlled Clinical Trials 7 (1986); shrinkage with the
/// uncertainty of m counted, that of τ² not, after C. Morris, JASA 78 (1983).
/// </remarks>
public static class Shrinkage
{
    /// <summary>Shrinks each estimate by B = v/(v + τ²) towards the mean.</summary>
    /// <param name="effects">Estimates in one unit with their standard errors &gt; 0; at least two.</param>
    /// <param name="alpha">1 − content of the credible intervals, in (0, 1), default 0.05.</param>
    /// <returns>With fewer than two effects everything is absent with <see cref="AbsenceReason.NoSolution"/>.</returns>
    /// <exception cref="ArgumentException">An effect is not finite or a standard error is not positive.</exception>
    public static ShrinkageResult DerSimonianLaird(IReadOnlyList<(double Estimate, double StandardError)> effects, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(effects);
        SignificanceLevel.Require(alpha, nameof(alpha));
        if (effects.Any(e => !double.IsFinite(e.Estimate) || !(e.StandardError > 0) || double.IsInfinity(e.StandardError)))
        {
            throw new ArgumentException("Every effect must be finite with a positive, finite standard error.", nameof(effects));
        }

        if (effects.Count < 2)
        {
            var absent = Measure.Absent(AbsenceReason.NoSolution);
            return new ShrinkageResult(absent, absent, [.. effects.Select(_ => Estimate.Absent(AbsenceReason.NoSolution, 1 - alpha))]);
        }

        double[] v = [.. effects.Select(e => e.StandardError * e.StandardError)];
        double total = v.Sum(x => 1 / x);
        double common = effects.Select((e, i) => e.Estimate / v[i]).Sum() / total;
        double q = effects.Select((e, i) => (e.Estimate - common) * (e.Estimate - common) / v[i]).Sum();
        double tau2 = Math.Max(0, (q - (effects.Count - 1)) / (total - v.Sum(x => 1 / (x * x)) / total));
        double weight = v.Sum(x => 1 / (x + tau2));
        double mean = effects.Select((e, i) => e.Estimate / (v[i] + tau2)).Sum() / weight;
        double critical = StandardNormal.InverseSurvival(alpha / 2);
        return new ShrinkageResult(mean, tau2, [.. effects.Select((e, i) =>
        {
            double pull = v[i] / (v[i] + tau2);
            double value = mean + (1 - pull) * (e.Estimate - mean);
            double deviation = Math.Sqrt(v[i] * (1 - pull) + pull * pull / weight);
            return new Estimate(value, deviation, value - critical * deviation, value + critical * deviation, 1 - alpha);
        })]);
    }
}
