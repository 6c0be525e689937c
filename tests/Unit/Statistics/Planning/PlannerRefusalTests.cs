using GrpcExp.Statistics;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.Unit.Statistics.Planning;

/// <summary>What there is no number for is absent with a reason; what makes no sense is refused by name.</summary>
public sealed class PlannerRefusalTests
{
    private static readonly ExperimentDesign Spend = new(PlannedMetric.Mean(10, 3));

    [Fact]
    [Trait("Promise", "P5.2")]
    public void What_cannot_be_planned_is_absent_with_its_reason()
    {
        Assert.Equal(AbsenceReason.NoSolution, Planner.SampleSize(Spend, 0).Reason);
        Assert.Equal(AbsenceReason.NoSolution, Planner.SampleSize(Spend with { Alternative = Alternative.Greater }, -1).Reason);
        Assert.Equal(AbsenceReason.NoSolution, Planner.SampleSize(Spend, 1e-12).Reason);
        Assert.Equal(AbsenceReason.NoSolution, Planner.DetectableEffect(new(PlannedMetric.Proportion(0.999)), 20).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, Planner.Power(Spend, 1, 3).Reason);
        Assert.Equal(AbsenceReason.TooFewUnits, Planner.DetectableEffect(Spend with { Shares = [99, 1] }, 100).Reason);
        Assert.Equal(AbsenceReason.ZeroVariance, Planner.SampleSize(new(PlannedMetric.Mean(10, 0)), 1).Reason);
        Assert.Equal(AbsenceReason.DegenerateProportion, Planner.SampleSize(new(PlannedMetric.Proportion(0.1)), 0.9).Reason);
        Assert.Equal(AbsenceReason.DegenerateProportion, Planner.Power(new(PlannedMetric.Proportion(0.1)), -0.1, 1000).Reason);
        Assert.Equal(AbsenceReason.ZeroControlMean, PlannedMetric.Mean(0, 1).AbsoluteEffect(0.1).Reason);
        Assert.Equal(AbsenceReason.ZeroControlMean, PlannedMetric.Mean(0, 1).RelativeEffect(0.1).Reason);
        var plan = Planner.ForEffect(new(PlannedMetric.Ratio(1, 1, 0, 1, 0)), 0.1);
        Assert.Equal(AbsenceReason.ZeroDenominator, plan.Units.Reason);
        Assert.Equal(AbsenceReason.ZeroDenominator, plan.Power.Reason);
        Assert.Equal(AbsenceReason.NoUnits, PlannedMetric.Ratio(default(GrpcExp.Statistics.Moments.JointMoments)).Variance.Reason);
    }

    [Fact]
    public void A_glaring_effect_still_needs_two_units_in_every_variant()
    {
        Assert.Equal(4, Planner.ForEffect(Spend, 1e9).Units.Value);
        Assert.Equal([2, 2, 2], Planner.ForEffect(Spend with { Shares = [1, 1, 1] }, 1e9).Variants.Select(v => v.Units.Value));
        Assert.Equal(8, Planner.ForEffect(Spend with { Adjustment = new(0.5, 5) }, 1e9).Units.Value);
        Assert.Equal(2, Planner.ForEffect(Spend with { Shares = [99, 1] }, 1e9).Variants[1].Units.Value);
    }

    [Fact]
    public void A_margin_lets_a_plan_find_that_nothing_happened()
    {
        var design = Spend with { NonInferiorityMargin = 0.05, Alternative = Alternative.Greater };
        double units = Planner.SampleSize(design, 0).Value;
        Oracle.Agree(0, Planner.DetectableEffect(design, units), "effect", 1e-9, scale: 1);
        Assert.True(Planner.DetectableEffect(design, 2 * units).Value < 0);
        Assert.Equal(AbsenceReason.NoSolution, Planner.SampleSize(design, -0.5).Reason);
    }

    [Theory]
    [InlineData(100, 100, 1, 1)]
    [InlineData(101, 100, 2, 1)]
    [InlineData(700, 100, 7, 1)]
    [InlineData(701, 100, 8, 2)]
    [InlineData(0.5, 100, 1, 1)]
    public void A_duration_is_in_whole_days_and_can_be_in_whole_weeks(double units, double perDay, double days, double weeks)
    {
        Assert.Equal(new PlannedDuration(days, weeks), PlannedDuration.Of(units, perDay));
        Assert.Equal(new PlannedDuration(7 * weeks, weeks), PlannedDuration.Of(units, perDay, wholeWeeks: true));
    }

    [Fact]
    public void Without_traffic_there_is_no_duration()
    {
        Assert.Equal(AbsenceReason.NoUnits, PlannedDuration.Of(100, 0).Days.Reason);
        Assert.Equal(AbsenceReason.NoSolution, PlannedDuration.Of(Measure.Absent(AbsenceReason.NoSolution), 10).Weeks.Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => PlannedDuration.Of(100, -1));
    }

    public static TheoryData<string, Func<object>> Refused() => new()
    {
        { "Alpha", () => Planner.Power(Spend with { Alpha = 0 }, 1, 100) },
        { "Alpha", () => Planner.Power(Spend with { Alpha = 0.51 }, 1, 100) },
        { "TargetPower", () => Planner.SampleSize(Spend with { TargetPower = 0.05 }, 1) },
        { "TargetPower", () => Planner.SampleSize(Spend with { TargetPower = 1 }, 1) },
        { "Shares", () => Planner.SampleSize(Spend with { Shares = [1] }, 1) },
        { "Shares", () => Planner.SampleSize(Spend with { Shares = [1, 0] }, 1) },
        { "Alternative", () => Planner.SampleSize(Spend with { Alternative = (Alternative)9 }, 1) },
        { "Correction", () => Planner.SampleSize(Spend with { Correction = (PlannedCorrection)9 }, 1) },
        { "Correction", () => Planner.SampleSize(Spend with { Shares = [1, 1, 1], Correction = PlannedCorrection.Dunnett, Looks = PlannedLooks.AtAnyTime }, 1) },
        { "NonInferiorityMargin", () => Planner.SampleSize(Spend with { NonInferiorityMargin = 0.1 }, 1) },
        { "NonInferiorityMargin", () => Planner.SampleSize(Spend with { NonInferiorityMargin = -0.1 }, 1) },
        { "effect", () => Planner.SampleSize(Spend, double.NaN) },
        { "units", () => Planner.Power(Spend, 1, 0) },
        { "rate", () => PlannedMetric.Proportion(1) },
        { "baseline", () => PlannedMetric.Mean(double.NaN, 1) },
        { "standardDeviation", () => PlannedMetric.Mean(1, -1) },
        { "correlation", () => PlannedMetric.Ratio(1, 1, 1, 1, 1.01) },
        { "explained", () => new CovariateAdjustment(1) },
        { "covariates", () => new CovariateAdjustment(0.5, 0) },
        { "intraclassCorrelation", () => new ClusteredUnits(1.01, 10) },
        { "meanSize", () => new ClusteredUnits(0.1, 0.9) },
        { "sizeVariation", () => new ClusteredUnits(0.1, 10, -0.1) },
        { "count", () => PlannedLooks.GroupSequential(1) },
        { "count", () => PlannedLooks.GroupSequential(101) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_makes_no_sense_is_refused_by_name(string parameter, Func<object> plan)
    {
        var refusal = Assert.ThrowsAny<ArgumentException>(plan);
        Assert.Equal(parameter, refusal.ParamName);
    }
}
