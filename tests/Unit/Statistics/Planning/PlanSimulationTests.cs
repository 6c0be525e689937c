using GrpcExp.Statistics;
using GrpcExp.Statistics.Comparisons;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Planning;
using GrpcExp.Statistics.Ratios;

namespace GrpcExp.Unit.Statistics.Planning;

/// <summary>
/// Experiments of the planned size, run and tested as the product tests them, find the effect as often as planned: within four
/// binomial standard deviations. Seeded.
/// </summary>
[Trait("Category", "Simulation")]
public sealed class PlanSimulationTests
{
    private readonly Random random = new(20);

    [Fact]
    public void A_mean()
    {
        var plan = Planner.ForEffect(new(PlannedMetric.Mean(10, 3)) { Shares = [2, 1] }, 1);
        Holds(plan, 4000, n => WelchTest.Compare(Sample(n[0], () => 10 + 3 * Normal()), Sample(n[1], () => 11 + 3 * Normal())).PValue.Value < 0.05);
    }

    [Fact]
    public void A_small_sample_of_a_mean()
    {
        var plan = Planner.ForEffect(new(PlannedMetric.Mean(10, 3)), 7);
        Assert.InRange(plan.Units.Value, 4, 16);
        Holds(plan, 10000, n => PooledTTest.Compare(Sample(n[0], () => 10 + 3 * Normal()), Sample(n[1], () => 17 + 3 * Normal())).PValue.Value < 0.05);
    }

    [Fact]
    public void A_proportion()
    {
        var plan = Planner.ForEffect(new(PlannedMetric.Proportion(0.2)) { Alternative = Alternative.Less, TargetPower = 0.9 }, -0.06);
        Holds(plan, 3000, n => WelchTest.Compare(Converted(n[0], 0.2), Converted(n[1], 0.14), alternative: Alternative.Less).PValue.Value < 0.05);
    }

    // Views are 4 to 12; every view is clicked with the unit's own rate, so that numerator and denominator are correlated.
    [Fact]
    public void A_ratio()
    {
        JointMoments Units(int n, double lift) => JointMoments.FromRows(Enumerable.Range(0, n).Select(_ => Clicks(lift)));
        var metric = PlannedMetric.Ratio(Units(200_000, 0));
        var plan = Planner.ForEffect(new(metric), 0.05);
        Holds(plan, 2500, n => RatioTest.Compare(Units(n[0], 0), Units(n[1], 0.05)).Ratios.PValue.Value < 0.05);
    }

    [Fact]
    public void A_mean_with_a_covariate()
    {
        // y = x + e with variances 1 and 1: R² is a half.
        CovariateMoments Units(int n, double effect)
        {
            var sample = default(CovariateMoments);
            for (int i = 0; i < n; i++)
            {
                double x = Normal();
                sample = sample.Add(effect + x + Normal(), x);
            }

            return sample;
        }

        var plan = Planner.ForEffect(new(PlannedMetric.Mean(0, Math.Sqrt(2))) { Adjustment = new(0.5) }, 0.4);
        Holds(plan, 4000, n => Cuped.Compare(Units(n[0], 0), Units(n[1], 0.4)).Adjusted.PValue.Value < 0.05);
    }

    // Clusters of 5 or 15 units, a fifth of the variance between them; analysed as a ratio of sums over clusters.
    [Fact]
    public void Clustered_units()
    {
        JointMoments Clusters(int n, double effect) => JointMoments.FromRows(Enumerable.Range(0, n).Select(_ =>
        {
            int size = random.Next(2) == 0 ? 5 : 15;
            double shared = effect + Math.Sqrt(0.2) * Normal();
            return new[] { size * (10 + shared) + Math.Sqrt(0.8 * size) * Normal(), size };
        }));
        var plan = Planner.ForEffect(new(PlannedMetric.Mean(10, 1)) { Clusters = new(0.2, 10, 0.5) }, 0.4);
        Holds(plan, 4000, _ => RatioTest.Compare(
            Clusters((int)plan.Variants[0].Clusters.Value, 0), Clusters((int)plan.Variants[1].Clusters.Value, 0.4)).Ratios.PValue.Value < 0.05);
    }

    [Fact]
    public void The_weakest_of_three_variants_with_Bonferroni()
    {
        var plan = Planner.ForEffect(new(PlannedMetric.Mean(10, 3)) { Shares = [2, 1, 1.5] }, 1);
        Holds(plan, 4000, n => 2 * WelchTest.Compare(Sample(n[0], () => 10 + 3 * Normal()), Sample(n[1], () => 11 + 3 * Normal())).PValue.Value < 0.05);
    }

    private static void Holds(ExperimentPlan plan, int experiments, Func<int[], bool> isSignificant)
    {
        int[] units = [.. plan.Variants.Select(v => (int)v.Units.Value)];
        double found = Enumerable.Range(0, experiments).Count(_ => isSignificant(units)) / (double)experiments;
        double power = plan.Power.Value;
        double allowed = 4 * Math.Sqrt(power * (1 - power) / experiments);
        Assert.InRange(found, power - allowed, power + allowed);
    }

    private double[] Clicks(double lift)
    {
        int views = random.Next(4, 13);
        double rate = 0.2 + 0.4 * random.NextDouble() + lift;
        int clicks = 0;
        for (int i = 0; i < views; i++)
        {
            clicks += random.NextDouble() < rate ? 1 : 0;
        }

        return [clicks, views];
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private SampleMoments Converted(int n, double rate) => SampleMoments.FromSuccesses(n, Enumerable.Range(0, n).Count(_ => random.NextDouble() < rate));

    private static SampleMoments Sample(int n, Func<double> unit)
    {
        var sample = default(SampleMoments);
        for (int i = 0; i < n; i++)
        {
            sample = sample.Add(unit());
        }

        return sample;
    }
}
