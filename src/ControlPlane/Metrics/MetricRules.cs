using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Metrics;

/// <summary>Decides whether a metric's definition may be stored.</summary>
internal static class MetricRules
{
    /// <exception cref="ControlException">InvalidArgument with every violation.</exception>
    public static async Task CheckAsync(Violations violations, ReadSession session, Metric metric, CancellationToken cancellationToken)
    {
        violations.Key("metric.key", metric.Key);
        violations.Text("metric.description", metric.Description, Limits.DescriptionLength);
        violations.Required("metric.owner_team", metric.OwnerTeam, Limits.OwnerLength);
        EnumRules.Check(violations, "metric.tier", metric.Tier, isRequired: true);
        EnumRules.Check(violations, "metric.type", metric.Type, isRequired: true);
        EnumRules.Check(violations, "metric.direction", metric.Direction, isRequired: true);
        EnumRules.Check(violations, "metric.attribution_start", metric.AttributionStart, isRequired: false);
        EnumRules.Check(violations, "metric.missing_value_rule", metric.MissingValueRule, isRequired: false);
        CheckNumbers(violations, metric);
        MetricTypeRules.Check(violations, metric);
        MetricFilterRules.Check(violations, "metric.filters", metric.Filters);
        ContractRules.Check(violations, metric);
        await CheckParentAsync(violations, session, metric, cancellationToken).ConfigureAwait(false);
        violations.ThrowIfAny();
    }

    private static void CheckNumbers(Violations violations, Metric metric)
    {
        if (metric.AttributionWindowHours != 0)
        {
            violations.Range("metric.attribution_window_hours", metric.AttributionWindowHours, 1, Limits.AttributionWindowHours, "hours, or 0 for 336");
        }

        violations.AddIf(
            metric.CapPercentile != 0 && metric.CapPercentile is not (> 50 and < 100),
            "metric.cap_percentile",
            $"{metric.CapPercentile:R} is refused: give a percentile above 50 and below 100, or 0 for no cap");
        violations.AddIf(!double.IsFinite(metric.CapValue), "metric.cap_value", $"{metric.CapValue:R} is refused: give a finite value, or 0 for no cap");
        violations.AddIf(metric.CapPercentile != 0 && metric.CapValue != 0, "metric.cap_value", "is given together with a percentile: give one cap");
        CheckRelative("metric.minimum_effect", metric.MinimumEffect, "unknown");
        CheckRelative("metric.non_inferiority_margin", metric.NonInferiorityMargin, "none");

        void CheckRelative(string field, double value, string zero) =>
            violations.AddIf(!(value is >= 0 and <= 1_000), field, $"{value:R} is refused: give a relative effect such as 0.01, or 0 for {zero}");
    }

    private static async Task CheckParentAsync(Violations violations, ReadSession session, Metric metric, CancellationToken cancellationToken)
    {
        if (metric.ParentMetric.Length == 0)
        {
            return;
        }

        violations.Key("metric.parent_metric", metric.ParentMetric);
        var parents = new Dictionary<string, string>(StringComparer.Ordinal) { [metric.Key] = metric.ParentMetric };
        for (var key = metric.ParentMetric; key.Length > 0 && !parents.ContainsKey(key);)
        {
            var parent = await session.FindMetricAsync(key, 0, cancellationToken).ConfigureAwait(false);
            violations.AddIf(
                parent is null && key == metric.ParentMetric, "metric.parent_metric", $"there is no metrics/{Violations.Shown(key)}: register it first");
            if (parent is not null && key == metric.ParentMetric)
            {
                TierRules.Check(violations, metric, parent);
            }

            parents[key] = parent?.ParentMetric ?? "";
            key = parents[key];
        }

        var cycle = Cycles.Find(metric.Key, key => parents.TryGetValue(key, out var parent) && parent.Length > 0 ? [parent] : []);
        violations.AddIf(cycle is not null, "metric.parent_metric", $"metrics would drive each other in a circle: {string.Join(" -> ", cycle ?? [])}");
    }
}
