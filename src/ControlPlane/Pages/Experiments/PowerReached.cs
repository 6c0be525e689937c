using GrpcExp.Analysis.Experiments;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Statistics.Planning;

namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>How much an experiment could find by now, at the variance seen.</summary>
/// <param name="Units">Units so far.</param>
/// <param name="PlannedUnits">Units that the plan asks for; null without a plan.</param>
/// <param name="PlannedEffect">Relative effect that the plan looks for; null without a plan.</param>
/// <param name="Power">Chance to find that effect with the units so far; null when it cannot be computed.</param>
/// <param name="DetectableEffect">Relative effect that the units so far find with the planned power; null when it cannot be computed.</param>
/// <param name="UnitsStillNeeded">Units still needed; null when nothing is open or it cannot be computed.</param>
public sealed record PowerReached(long Units, long? PlannedUnits, double? PlannedEffect, double? Power, double? DetectableEffect, double? UnitsStillNeeded)
{
    private const double DefaultPower = 0.8;

    /// <summary>Of the treatment in focus, on its metric.</summary>
    public static PowerReached Of(Experiment experiment, ExperimentAnalysis analysis, string metric, string variant)
    {
        var input = analysis.Evidence.Input;
        var plan = experiment.PowerPlan;
        var units = analysis.Evidence.Units;
        var still = analysis.Scorecard.UnitsStillNeeded.OrNull;
        var numbers = input.Metrics.FirstOrDefault(one => one.Key == metric)?.ByVariant;
        if (numbers is null || !numbers.TryGetValue(input.Control, out var control) || !numbers.TryGetValue(variant, out var treatment)
            || control.Moments.Variance.OrNull is not { } controlVariance || treatment.Moments.Variance.OrNull is not { } treatmentVariance || control.Moments.Mean == 0)
        {
            return new PowerReached(units, input.PlannedUnits, plan?.MinimumDetectableEffect, null, null, still);
        }

        var ratio = (double)treatment.Moments.Count / control.Moments.Count;
        var mean = Math.Abs(control.Moments.Mean);
        var perUnit = MeansPower.EffectSize(1, controlVariance, treatmentVariance, ratio).OrNull;
        var wanted = plan?.Power is > 0 and var given ? given : DefaultPower;
        var power = plan is { MinimumDetectableEffect: > 0 } && perUnit is { } size
            ? MeansPower.Power(plan.MinimumDetectableEffect * mean * size, control.Moments.Count, ratio, input.Alpha).OrNull
            : null;
        var detectable = perUnit is { } deviation ? MeansPower.DetectableEffect(control.Moments.Count, wanted, ratio, input.Alpha).OrNull / deviation / mean : null;
        return new PowerReached(units, input.PlannedUnits, plan?.MinimumDetectableEffect, power, detectable, still);
    }
}
