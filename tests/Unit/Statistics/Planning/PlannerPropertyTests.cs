using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Unit.Statistics.Planning;

/// <summary>What holds for every design, over seeded random ones.</summary>
public sealed class PlannerPropertyTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Units_effect_and_power_of_one_plan_lead_to_each_other(int seed)
    {
        var (design, effect) = Random(seed);
        double units = Planner.SampleSize(design, effect).Value;
        Oracle.Agree(design.TargetPower, Planner.Power(design, effect, units), "power", 1e-7);
        Oracle.Agree(effect, Planner.DetectableEffect(design, units), "effect", 1e-7, scale: Math.Abs(design.Metric.Baseline.Value));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_units_and_larger_effects_give_more_power_and_more_noise_gives_less(int seed)
    {
        var (design, effect) = Random(seed);
        double units = Planner.SampleSize(design, effect).Value * 1.05;
        double towards = design.Alternative == Alternative.Less ? -1 : 1;
        double power = Planner.Power(design, effect, units).Value;
        double step = towards * Math.Abs(design.Metric.Baseline.Value) * 0.001;
        Assert.True(Planner.Power(design, effect, units * 1.2).Value > power);
        Assert.True(Planner.Power(design, effect + step, units).Value > power);
        Assert.True(Planner.Power(design with { Alpha = design.Alpha / 2 }, effect, units).Value < power);
        Assert.True(Planner.Power(design with { Clusters = new(0.1, (design.Clusters?.MeanSize ?? 1) + 1, 0.6) }, effect, units).OrNull.GetValueOrDefault() < power);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_unit_of_the_metric_and_its_sign_do_not_matter(int seed)
    {
        var (design, effect) = Random(seed);
        if (design.Metric.Kind != PlannedMetricKind.Mean)
        {
            return;
        }

        double sd = Math.Sqrt(design.Metric.Variance.Value);
        double units = Planner.SampleSize(design, effect).Value;
        var mirrored = design.Alternative switch { Alternative.Greater => Alternative.Less, Alternative.Less => Alternative.Greater, var both => both };
        var scaled = design with { Metric = PlannedMetric.Mean(1000 * design.Metric.Baseline.Value, 1000 * sd) };
        var turned = design with { Metric = PlannedMetric.Mean(-design.Metric.Baseline.Value, sd), Alternative = mirrored };
        Oracle.Agree(units, Planner.SampleSize(scaled, 1000 * effect), "scaled", 1e-8);
        Oracle.Agree(units, Planner.SampleSize(turned, -effect), "turned", 1e-8);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Swapping_two_variants_of_a_mean_changes_nothing(int seed)
    {
        var random = new Random(seed);
        var design = new ExperimentDesign(PlannedMetric.Mean(5, 2)) { Shares = [random.NextDouble() + 0.01, random.NextDouble() + 0.01] };
        Oracle.Agree(Planner.SampleSize(design, 0.1).Value, Planner.SampleSize(design with { Shares = [.. design.Shares.Reverse()] }, 0.1), "units", 1e-8);
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.05)]
    public void Dunnett_needs_fewer_units_than_Bonferroni_and_more_than_none(double alpha)
    {
        ExperimentDesign With(PlannedCorrection correction) =>
            new(PlannedMetric.Mean(10, 3)) { Shares = [1, 1, 1, 1], Alpha = alpha, Correction = correction };
        double[] units = [.. new[] { PlannedCorrection.None, PlannedCorrection.Dunnett, PlannedCorrection.Bonferroni }
            .Select(c => Planner.SampleSize(With(c), 0.1).Value)];
        Assert.Equal(units.Order(), units);
        Assert.Equal(3, units.Distinct().Count());
    }

    private static (ExperimentDesign Design, double Effect) Random(int seed)
    {
        var random = new Random(seed);
        var metric = (seed % 3) switch
        {
            0 => PlannedMetric.Proportion(0.05 + 0.4 * random.NextDouble()),
            1 => PlannedMetric.Mean(1 + 10 * random.NextDouble(), 1 + 5 * random.NextDouble()),
            _ => PlannedMetric.Ratio(1 + random.NextDouble(), 1, 4 + random.NextDouble(), 2, random.NextDouble()),
        };
        double margin = seed % 5 == 4 ? 0.02 : 0;
        var alternative = margin > 0 || seed % 4 == 1 ? (seed % 2 == 0 ? Alternative.Greater : Alternative.Less) : Alternative.TwoSided;
        var design = new ExperimentDesign(metric)
        {
            Shares = [.. Enumerable.Range(0, 2 + seed % 3).Select(_ => 0.5 + random.NextDouble())],
            Alpha = 0.01 + 0.1 * random.NextDouble(),
            TargetPower = 0.5 + 0.45 * random.NextDouble(),
            Alternative = alternative,
            NonInferiorityMargin = margin,
            Correction = seed % 7 == 3 ? PlannedCorrection.None : PlannedCorrection.Bonferroni,
            Adjustment = seed % 2 == 0 ? new CovariateAdjustment(0.6 * random.NextDouble(), 1 + seed % 3) : null,
            Clusters = seed % 6 == 5 ? new ClusteredUnits(0.05 * random.NextDouble(), 1 + 20 * random.NextDouble(), random.NextDouble()) : null,
            Looks = seed % 7 == 1 ? PlannedLooks.GroupSequential(2 + seed % 4) : seed % 7 == 2 ? PlannedLooks.AtAnyTime : PlannedLooks.Once,
        };
        double towards = alternative == Alternative.Less ? -1 : 1;
        return (design, towards * metric.Baseline.Value * (0.03 + 0.1 * random.NextDouble()));
    }
}
