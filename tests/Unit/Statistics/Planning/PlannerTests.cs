using GrpcExp.Statistics;
using GrpcExp.Statistics.Moments;
using GrpcExp.Statistics.Planning;
using GrpcExp.Statistics.Sequential;

namespace GrpcExp.Unit.Statistics.Planning;

/// <summary>Plans against noncentral t tails by mpmath and roots by scipy, and against each other.</summary>
public sealed class PlannerTests
{
    private static readonly ExperimentDesign Spend = new(PlannedMetric.Mean(10, 3));
    private static readonly ExperimentDesign Conversion = new(PlannedMetric.Proportion(0.1));

    public static TheoryData<string> Cases() => Oracle.Cases("planning");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plans_agree_with_mpmath_and_scipy(string json)
    {
        var c = Oracle.Parse(json);
        var design = PlanOracle.Design(c);
        string quantity = c.GetProperty("quantity").GetString()!;
        bool iterative = quantity != "power" || c.Number("looks") > 1;
        Oracle.Agree(
            c.Number("expected"),
            quantity switch
            {
                "power" => Planner.Power(design, c.Number("effect"), c.Number("units")),
                "units" => Planner.SampleSize(design, c.Number("effect")),
                _ => Planner.DetectableEffect(design, c.Number("units")),
            },
            quantity,
            iterative ? 1e-6 : Oracle.Tight);
    }

    [Theory]
    [InlineData(0.2, 1, 0.05, Alternative.TwoSided)]
    [InlineData(0.05, 3, 0.01, Alternative.Greater)]
    public void Two_variants_of_a_mean_are_planned_as_the_t_test_is(double effect, double ratio, double alpha, Alternative alternative)
    {
        var design = Spend with { Shares = [1, ratio], Alpha = alpha, Alternative = alternative };
        double control = MeansPower.SampleSize(effect / 3, 0.8, ratio, alpha, alternative).Value;
        Oracle.Agree(control * (1 + ratio), Planner.SampleSize(design, effect), "units");
        Oracle.Agree(MeansPower.Power(effect / 3, 700, ratio, alpha, alternative).Value, Planner.Power(design, effect, 700 * (1 + ratio)), "power");
    }

    [Fact]
    public void Two_variants_of_a_conversion_are_planned_as_the_z_test_is()
    {
        Oracle.Agree(2 * ProportionsPower.SampleSize(0.1, 0.1075).Value, Planner.SampleSize(Conversion, 0.0075), "units");
        Oracle.Agree(ProportionsPower.DetectableRise(0.1, 4000).Value, Planner.DetectableEffect(Conversion, 8000), "rise");
    }

    [Fact]
    public void A_ratio_from_data_is_that_from_its_description()
    {
        double[][] rows = [[1, 4], [3, 5], [0, 2], [7, 9], [2, 6]];
        var sample = JointMoments.FromRows(rows);
        double y = Math.Sqrt(sample[0].Variance.Value);
        double d = Math.Sqrt(sample[1].Variance.Value);
        double correlation = sample.CrossM2(0, 1) / (sample.Count - 1) / y / d;
        var described = PlannedMetric.Ratio(sample[0].Mean, y, sample[1].Mean, d, correlation);
        Oracle.Agree(described.Baseline.Value, PlannedMetric.Ratio(sample).Baseline, "ratio");
        Oracle.Agree(described.Variance.Value, PlannedMetric.Ratio(sample).Variance, "variance");
    }

    // 1 + (20(1 + 0.16) − 1)·0.05 by hand.
    [Fact]
    public void The_design_effect_is_that_of_the_papers()
    {
        Assert.Equal(2.11, new ClusteredUnits(0.05, 20, 0.4).DesignEffect, 1e-12);
        Assert.Equal(1, new ClusteredUnits(0, 20, 3).DesignEffect);
        Assert.Equal(20, new ClusteredUnits(1, 20).DesignEffect);
    }

    // Jennison and Turnbull (2000): Pocock-type spending needs more units, O'Brien-Fleming hardly any.
    [Fact]
    public void Several_looks_need_the_inflation_of_their_design()
    {
        double once = Planner.SampleSize(Conversion, 0.0075).Value;
        foreach (var spending in new[] { SpendingFunction.OBrienFleming, SpendingFunction.Pocock })
        {
            var plan = Planner.ForEffect(Conversion with { Looks = PlannedLooks.GroupSequential(5, spending) }, 0.0075);
            var stages = GroupSequentialDesign.Create([0.2, 0.4, 0.6, 0.8, 1], spending);
            Oracle.Agree(GroupSequentialPower.InflationFactor(stages).Value, plan.InflationFactor, "factor");
            Oracle.Agree(once * plan.InflationFactor.Value, Planner.SampleSize(plan.Design, 0.0075), "units", 1e-8);
            Assert.True(plan.WidthFactor.Value > 1);
        }
    }

    [Fact]
    public void An_always_valid_test_is_as_wide_as_its_sequence_at_the_plan()
    {
        var plan = Planner.ForEffect(Conversion with { Looks = PlannedLooks.AtAnyTime }, 0.0075);
        Oracle.Agree(ConfidenceSequence.Critical(4e4, 4e4) / 1.959963984540054, plan.WidthFactor, "width");
        Oracle.Agree(Planner.SampleSize(Conversion, 0.0075).Value * plan.InflationFactor.Value, Planner.SampleSize(plan.Design, 0.0075), "units", 1e-8);
    }

    [Fact]
    public void A_plan_names_its_variants_in_whole_units_and_the_weakest_decides()
    {
        var plan = Planner.ForEffect(Spend with { Shares = [5, 3, 2] }, 0.1);
        Assert.Equal(plan.Units.Value, plan.Variants.Sum(v => v.Units.Value));
        Assert.All(plan.Variants, v => Assert.Equal(Math.Floor(v.Units.Value), v.Units.Value));
        Assert.Equal([0.5, 0.3, 0.2], plan.Variants.Select(v => v.Share), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(AbsenceReason.NotComputed, plan.Variants[0].Power.Reason);
        Assert.Equal(plan.Power, plan.Variants[2].Power);
        Assert.InRange(plan.Power.Value, 0.8, plan.Variants[1].Power.Value);
        Assert.InRange(Planner.Power(plan.Design, 0.1, plan.Units.Value - 8).Value, 0.79, 0.8);
        Oracle.Agree(0.025, plan.ComparisonAlpha, "alpha");
        Oracle.Agree(0.01, plan.RelativeEffect, "relative");
        Assert.Equal(101, Planner.ForUnits(Spend, 101).Variants.Sum(v => v.Units.Value));
        Assert.Equal(AbsenceReason.NoCovariate, plan.VarianceReduction.Reason);
    }

    [Fact]
    public void A_clustered_plan_counts_clusters_and_effective_units()
    {
        var plan = Planner.ForEffect(Spend with { Clusters = new(0.05, 20, 0.4), Adjustment = new(0.36) }, 0.3);
        Oracle.Agree(plan.Units.Value / 2.11, plan.EffectiveUnits, "effective");
        Oracle.Agree(2.4, plan.StandardDeviation, "sd");
        Assert.Equal(Math.Ceiling(plan.Variants[0].Units.Value / 20), plan.Variants[0].Clusters.Value);
    }

    [Fact]
    public void A_curve_is_the_power_at_its_points()
    {
        Assert.All(Planner.CurveOverUnits(Spend, 0.3, [500, 1000]), p => Assert.Equal(Planner.Power(Spend, 0.3, p.Units), p.Power));
        Assert.All(Planner.CurveOverEffects(Spend, [0.1, 0.5], 900), p => Assert.Equal(Planner.Power(Spend, p.Effect, 900), p.Power));
    }
}
