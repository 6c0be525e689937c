using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Readouts;
using GrpcExp.Warehouse.Traffic;

namespace GrpcExp.ControlPlane.Checklists;

/// <summary>What traffic and baseline let expect of an experiment; pure.</summary>
internal static class Forecasts
{
    /// <summary>Units that come into the experiment within some days.</summary>
    public static double UnitsWithin(int days, UnitTraffic traffic, TrafficShare share) =>
        Enumerable.Range(0, days).Sum(day => traffic.NewUnitsOn(day) * share.On(day));

    /// <summary>The first day by whose end so many units have come; null when the longest experiment does not see them.</summary>
    public static int? DaysFor(long units, UnitTraffic traffic, TrafficShare share)
    {
        var come = 0.0;
        for (var day = 0; day < Limits.PlannedDays; day++)
        {
            come += traffic.NewUnitsOn(day) * share.On(day);
            if (come >= units)
            {
                return day + 1;
            }
        }

        return null;
    }

    /// <summary>Adds to a forecast what the plan's effect needs, and what the expected units find.</summary>
    /// <exception cref="ControlException">InvalidArgument, when the baseline allows no plan.</exception>
    public static void AddPower(TrafficForecast forecast, Experiment experiment, MetricBaseline baseline, bool isRate)
    {
        var question = QuestionOf(experiment, baseline, isRate);
        forecast.UnitsNeeded = ExperimentPlanner.Plan(question).Units;
        if (forecast.ExpectedUnits < ExperimentPlanner.LeastUnits)
        {
            return;
        }

        if (ExperimentPlanner.PowerOf(question, forecast.ExpectedUnits) is { } power)
        {
            forecast.Power = power;
        }

        var reversed = question.Clone();
        reversed.MinimumDetectableEffect = 0;
        reversed.Units = forecast.ExpectedUnits;
        forecast.DetectableEffect = ExperimentPlanner.Plan(reversed).MinimumDetectableEffect;
    }

    private static PlanExperimentRequest QuestionOf(Experiment experiment, MetricBaseline baseline, bool isRate) => new()
    {
        BaselineMean = baseline.Mean,
        StandardDeviation = isRate ? 0 : baseline.StandardDeviation,
        MinimumDetectableEffect = experiment.PowerPlan.MinimumDetectableEffect,
        Alpha = experiment.PowerPlan.Alpha,
        Power = experiment.PowerPlan.Power,
        Shares = { experiment.Variants.OrderByDescending(variant => variant.Control).Select(variant => variant.WeightBasisPoints / 10_000.0) },
    };
}
