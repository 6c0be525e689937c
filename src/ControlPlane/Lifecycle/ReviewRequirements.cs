using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Lifecycle;

/// <summary>What an experiment needs before a second person can judge it, and still needs when it starts.</summary>
internal static class ReviewRequirements
{
    /// <summary>Notes everything that is missing.</summary>
    public static async Task CheckAsync(Violations missing, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        missing.AddIf(string.IsNullOrWhiteSpace(experiment.Hypothesis), "experiment.hypothesis", "is missing: say what is believed and why");
        missing.AddIf(string.IsNullOrWhiteSpace(experiment.Owner), "experiment.owner", "is missing: say who answers for it");
        missing.AddIf(experiment.AnalysisMode == AnalysisMode.Unspecified, "experiment.analysis_mode", "is missing: choose ITT or EXPOSED");
        missing.AddIf(experiment.PrimaryMetric.Length == 0, "experiment.primary_metric", "is missing: name the metric that decides");
        missing.AddIf(experiment.GuardrailMetrics.Count == 0, "experiment.guardrail_metrics", "is empty: name at least one metric that must not be harmed");
        CheckVariants(missing, experiment);
        CheckPlan(missing, experiment.PowerPlan);
        await CheckFlagAsync(missing, session, experiment, cancellationToken).ConfigureAwait(false);
        await CheckMetricsAsync(missing, session, experiment, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All metrics of an experiment with the field that names them, primary first.</summary>
    public static IEnumerable<(string Field, string Key)> MetricsOf(Experiment experiment) =>
    [
        .. experiment.PrimaryMetric.Length > 0 ? [("experiment.primary_metric", experiment.PrimaryMetric)] : Array.Empty<(string, string)>(),
        .. experiment.GuardrailMetrics.Select(key => ("experiment.guardrail_metrics", key)),
        .. experiment.SecondaryMetrics.Select(key => ("experiment.secondary_metrics", key)),
    ];

    private static void CheckVariants(Violations missing, Experiment experiment)
    {
        missing.AddIf(experiment.Variants.Count < 2, "experiment.variants", $"has {experiment.Variants.Count}: give at least two");
        var controls = experiment.Variants.Count(variant => variant.Control);
        missing.AddIf(controls != 1, "experiment.variants", $"has {controls} controls: mark exactly one");
        var weights = experiment.Variants.Sum(variant => variant.WeightBasisPoints);
        missing.AddIf(
            experiment.Variants.Count > 0 && weights != Evaluation.Bucketing.BucketCount, "experiment.variants", $"has weights that sum to {weights}: let them sum to 10000 basis points");
    }

    private static void CheckPlan(Violations missing, PowerPlan? plan)
    {
        if (plan is null)
        {
            missing.Add("experiment.power_plan", "is missing: say which effect is to be found with how many units");
            return;
        }

        missing.AddIf(plan.MinimumDetectableEffect <= 0, "experiment.power_plan.minimum_detectable_effect", "is missing: give the smallest relative effect worth finding");
        missing.AddIf(plan.PlannedUnits < 2, "experiment.power_plan.planned_units", "is missing: give the units that the plan asks for");
        missing.AddIf(plan.PlannedDays < 1, "experiment.power_plan.planned_days", "is missing: give the days that it is planned to run");
    }

    private static async Task CheckFlagAsync(Violations missing, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        var flag = await session.FindFlagAsync(experiment.FlagKey, cancellationToken).ConfigureAwait(false);
        if (flag is null)
        {
            missing.Add("experiment.flag_key", $"there is no flags/{experiment.FlagKey} any more");
            return;
        }

        foreach (var variant in experiment.Variants.Where(variant => flag.Variants.All(known => known.Key != variant.Variant)))
        {
            missing.Add("experiment.variants", $"flags/{flag.Key} has no variant '{variant.Variant}'; it has {string.Join(", ", flag.Variants.Select(known => known.Key))}");
        }
    }

    private static async Task CheckMetricsAsync(Violations missing, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        foreach (var (field, key) in MetricsOf(experiment).Distinct())
        {
            var metric = await session.FindMetricAsync(key, 0, cancellationToken).ConfigureAwait(false);
            if (metric is null)
            {
                missing.Add(field, $"there is no metrics/{key}: register it first");
            }
            else if (metric.Deprecated)
            {
                var instead = metric.Replacement.Length > 0 ? $"use '{metric.Replacement}' instead" : "use another";
                missing.Add(field, $"metrics/{key} is deprecated: {instead}");
            }
        }
    }
}
