using BenchmarkDotNet.Attributes;
using GrpcExp.Statistics.Bayesian;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Micro.Statistics;

/// <summary>
/// The scorecards of 50 experiments with 50 metrics and two treatments each, from sufficient statistics on one thread: 5,000
/// comparisons by every method. Ratios are to Welch's test with Fieller's lift, which any scorecard needs.
/// </summary>
[Config(typeof(TargetColumn.Config))]
[ShortRunJob]
public class ScorecardBenchmarks
{
    private static readonly NormalPrior Prior = new(0, 0.05, Relative: true);

    private readonly MetricSample[] _samples = ScorecardSamples.Of(experiments: 50, metrics: 50);

    [Benchmark(Baseline = true)]
    public double Welch_with_Fiellers_lift() => Sum((control, treatment, _) => Welch(control, treatment));

    [Benchmark]
    public double Cuped_with_one_covariate() => SumAll(Adjusted);

    [Benchmark]
    public double Always_valid_confidence_sequence() => Sum(AlwaysValid);

    [Benchmark]
    public double Normal_posterior() => Sum((control, treatment, _) => Posterior(control, treatment));

    [Benchmark]
    [Target(50)]
    public double All_four() =>
        Sum((control, treatment, planned) =>
            Welch(control, treatment) + AlwaysValid(control, treatment, planned) + Posterior(control, treatment))
        + SumAll(Adjusted);

    private static double Welch(SampleMoments control, SampleMoments treatment)
    {
        var result = WelchTest.Compare(control, treatment);
        return result.PValue.Value + (result.Relative.Low.OrNull ?? 0);
    }

    private static double Adjusted(CovariateMoments control, CovariateMoments treatment, CovariateMoments other) =>
        Cuped.Compare(control, treatment, [other]).Adjusted.PValue.Value;

    private static double AlwaysValid(SampleMoments control, SampleMoments treatment, double planned) =>
        ConfidenceSequence.Compare(control, treatment, planned).PValue.Value;

    private static double Posterior(SampleMoments control, SampleMoments treatment) =>
        NormalPosterior.Compare(control, treatment, Prior).LossOfTreatment.Value;

    private double Sum(Func<SampleMoments, SampleMoments, double, double> compare)
    {
        double sum = 0;
        foreach (var (variants, planned) in _samples)
        {
            sum += compare(variants[0].Metric, variants[1].Metric, planned);
            sum += compare(variants[0].Metric, variants[2].Metric, planned);
        }

        return sum;
    }

    private double SumAll(Func<CovariateMoments, CovariateMoments, CovariateMoments, double> compare)
    {
        double sum = 0;
        foreach (var (variants, _) in _samples)
        {
            sum += compare(variants[0], variants[1], variants[2]);
            sum += compare(variants[0], variants[2], variants[1]);
        }

        return sum;
    }
}
