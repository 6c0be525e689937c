using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides what may drive what: a tree of goals has north stars at its top and drivers on the way there.</summary>
internal static class TierRules
{
    /// <summary>Notes a parent that a metric of its tier cannot have.</summary>
    public static void Check(Violations violations, Metric metric, Metric parent)
    {
        if (Problem(metric.Tier, parent) is { } problem)
        {
            violations.Add("metric.parent_metric", problem);
        }
    }

    /// <exception cref="ControlException">InUse, when what drives the metric could not drive it as what it becomes.</exception>
    public static async Task RequireChildrenFitAsync(ReadSession session, Metric before, Metric after, CancellationToken cancellationToken)
    {
        if (before.Tier == after.Tier)
        {
            return;
        }

        var children = await session
            .ListMetricsAsync(new ResourceQuery("", "", int.MaxValue), metric => metric.ParentMetric == after.Key, cancellationToken)
            .ConfigureAwait(false);
        var unfit = children.Where(child => Problem(child.Tier, after) is not null).Select(child => $"metrics/{child.Key}").ToList();
        if (unfit.Count > 0)
        {
            throw new ControlException(
                ControlError.InUse,
                $"metrics/{after.Key} cannot become {EnumRules.Word(after.Tier)}: {string.Join(", ", unfit.Take(20))} could not drive it then. Change these first.",
                [new FieldViolation("metric.tier", $"{EnumRules.Word(after.Tier)} is refused while others drive it")])
            {
                Facts = { ["needed_by"] = string.Join(",", unfit.Take(20)) },
            };
        }
    }

    private static string? Problem(MetricTier tier, Metric parent) => (tier, parent.Tier) switch
    {
        (MetricTier.NorthStar, _) => "a north star drives nothing: leave it empty, or choose another tier",
        (MetricTier.Driver or MetricTier.Guardrail, MetricTier.NorthStar or MetricTier.Driver) or (MetricTier.Diagnostic or MetricTier.Unspecified, _) => null,
        _ => $"a {EnumRules.Word(tier)} hangs on a NORTH_STAR or a DRIVER, and metrics/{parent.Key} is a {EnumRules.Word(parent.Tier)}",
    };
}
