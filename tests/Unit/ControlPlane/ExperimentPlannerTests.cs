using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Readouts;

namespace GrpcExp.Unit.ControlPlane;

public sealed class ExperimentPlannerTests
{
    [Theory]
    // J. Cohen, Statistical Power Analysis (2nd ed.), table 2.4.1: two-sided alpha 0.05, power 0.80: n = 26, 64, 393 a group.
    [InlineData(0.8, 52)]
    [InlineData(0.5, 128)]
    [InlineData(0.2, 788)]
    public void A_mean_needs_the_units_of_Cohens_table(double standardizedEffect, long published)
    {
        // Baseline and deviation are 1, so the relative effect is the standardized one.
        var plan = ExperimentPlanner.Plan(new PlanExperimentRequest { BaselineMean = 1, StandardDeviation = 1, MinimumDetectableEffect = standardizedEffect });

        // Cohen rounds to the nearest unit of a group, a plan upwards.
        Assert.InRange(plan.Units, published - 2, published + 2);
        Assert.InRange(plan.Power, 0.8, 0.82);
    }

    [Fact]
    public void The_effect_of_the_units_of_a_plan_is_the_effect_that_was_planned_for()
    {
        var plan = ExperimentPlanner.Plan(new PlanExperimentRequest { BaselineMean = 0.1, MinimumDetectableEffect = 0.05, Shares = { 0.5, 0.3, 0.2 }, UnitsPerDay = 1_000 });
        var back = ExperimentPlanner.Plan(new PlanExperimentRequest { BaselineMean = 0.1, Units = plan.Units, Shares = { 0.5, 0.3, 0.2 } });

        Assert.Equal(0.05, back.MinimumDetectableEffect, 1e-4);
        Assert.InRange(plan.Power, 0.8, 0.8001);
        Assert.Equal((int)Math.Ceiling(plan.Units / 1_000.0), plan.Days);
    }

    [Fact]
    public void The_smallest_treatment_decides_how_many_units_are_needed()
    {
        var even = ExperimentPlanner.Plan(new PlanExperimentRequest { BaselineMean = 0.1, MinimumDetectableEffect = 0.05 });
        var uneven = ExperimentPlanner.Plan(new PlanExperimentRequest { BaselineMean = 0.1, MinimumDetectableEffect = 0.05, Shares = { 0.9, 0.1 } });

        Assert.True(uneven.Units > 2 * even.Units);
    }

    [Fact]
    public void A_question_that_makes_no_sense_is_refused_with_every_violation()
    {
        var refusal = Assert.Throws<ControlException>(() => ExperimentPlanner.Plan(new PlanExperimentRequest
        {
            BaselineMean = 1.5,
            Alpha = 0.5,
            Power = 1,
            UnitsPerDay = -1,
            Shares = { 0.5, 0.6 },
        }));

        Assert.Equal(["baseline_mean", "minimum_detectable_effect", "alpha", "power", "units", "units_per_day", "shares"], refusal.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void An_effect_that_no_number_of_units_finds_is_refused()
    {
        var refusal = Assert.Throws<ControlException>(() =>
            ExperimentPlanner.Plan(new PlanExperimentRequest { BaselineMean = 1e-9, StandardDeviation = 1e9, MinimumDetectableEffect = 1e-9 }));

        Assert.Equal(ControlError.InvalidArgument, refusal.Error);
    }
}
