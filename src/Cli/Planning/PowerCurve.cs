using GrpcExp.Statistics.Planning;

namespace GrpcExp.Cli.Planning;

/// <summary>The power of a plan's effect over units: what there is to draw.</summary>
/// <param name="Points">In order of units; a point without power is left out.</param>
/// <param name="Axis">Of the units.</param>
/// <param name="Units">The planned ones.</param>
/// <param name="Power">At the planned units.</param>
/// <param name="Target">The power that was asked for, or null when power is the answer.</param>
internal sealed record PowerCurve(IReadOnlyList<PowerPoint> Points, AxisTicks Axis, double Units, double Power, double? Target)
{
    private const int Steps = 140;
    private const int StepsOfManyLooks = 40;
    private const double Top = 0.99;

    public static PowerCurve Of(PlanQuestion question, ExperimentPlan plan)
    {
        // Dunnett's level hardly moves with the units; at its own level each point is an ordinary test, and quick.
        var design = plan.Design.Comparisons > 1
            ? plan.Design with { Correction = PlannedCorrection.None, Alpha = plan.ComparisonAlpha.Value }
            : plan.Design;
        double effect = plan.Effect.Value;
        double units = plan.Units.Value;
        double top = Planner.SampleSize(design with { TargetPower = Math.Max(Top, design.TargetPower) }, effect).OrNull ?? 2 * units;

        // Far beyond the plan the curve would be all there is to see.
        var axis = AxisTicks.Reaching(Math.Max(1.25 * units, Math.Min(top, 6 * units)), 8);
        int steps = design.Looks.Count > 10 ? StepsOfManyLooks : Steps;
        var ends = Enumerable.Range(1, steps).Select(i => axis.End * i / steps).Append(units).Order();
        PowerPoint[] points = [.. Planner.CurveOverUnits(design, effect, ends).Where(point => point.Power.IsPresent)];
        return new(points, axis, units, plan.Power.Value, question.Effect is not null && question.Units is not null ? null : design.TargetPower);
    }
}
