using GrpcExp.Statistics.Planning;

namespace GrpcExp.Cli.Planning;

/// <summary>A plan that makes sense: the design, and which of effect and units is known.</summary>
/// <param name="Design">Everything else.</param>
/// <param name="Effect">True difference in the metric's unit; null when it is asked for.</param>
/// <param name="Units">Of all variants; null when they are asked for.</param>
/// <param name="PerDay">Units that arrive a day; null when nobody asks for a duration.</param>
/// <param name="WholeWeeks">Whether days are rounded up to weeks.</param>
internal sealed record PlanQuestion(ExperimentDesign Design, double? Effect, long? Units, double? PerDay, bool WholeWeeks)
{
    /// <summary>As <c>analyze</c> names it, so that the same words format it.</summary>
    public string Type => Design.Metric.Kind == PlannedMetricKind.Proportion ? "conversion" : "mean";

    public ExperimentPlan Answer() => (Effect, Units) switch
    {
        ({ } effect, null) => Planner.ForEffect(Design, effect),
        (null, { } units) => Planner.ForUnits(Design, units),
        ({ } effect, { } units) => Planner.ForBoth(Design, effect, units),
        _ => throw new InvalidOperationException("Neither effect nor units are known."),
    };
}
