using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.Storage.Changes;
using Enum = System.Enum;

namespace GrpcExp.ControlPlane.Experiments;

/// <summary>
/// Decides whether a draft may be stored: what is written must make sense, what is missing may come later
/// (<see cref="Lifecycle.ReviewRequirements"/>).
/// </summary>
internal static class ExperimentRules
{
    /// <summary>Notes all violations of a draft.</summary>
    public static async Task CheckAsync(Violations violations, WriteSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        violations.Key("experiment.key", experiment.Key);
        violations.Text("experiment.hypothesis", experiment.Hypothesis, Limits.HypothesisLength);
        violations.Text("experiment.owner", experiment.Owner, Limits.OwnerLength);
        violations.AddIf(!Enum.IsDefined(experiment.AnalysisMode), "experiment.analysis_mode", $"{(int)experiment.AnalysisMode} is unknown: choose ITT or EXPOSED");
        if (experiment.TrafficBasisPoints != 0)
        {
            violations.Range("experiment.traffic_basis_points", experiment.TrafficBasisPoints, 1, Evaluation.Bucketing.BucketCount, "basis points, or 0 for all");
        }

        CheckVariants(violations, experiment);
        CheckMetrics(violations, experiment);
        CheckPlan(violations, experiment.PowerPlan);
        ScheduleRules.Check(violations, experiment, session.Now);
        await CheckFlagAsync(violations, session, experiment, cancellationToken).ConfigureAwait(false);
        await CheckLayerAsync(violations, session, experiment, cancellationToken).ConfigureAwait(false);
        await CheckTargetingAsync(violations, session, experiment.Targeting, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckVariants(Violations violations, Experiment experiment)
    {
        var variants = experiment.Variants;
        violations.AddIf(variants.Count > Limits.Variants, "experiment.variants", $"has {variants.Count}, over the limit of {Limits.Variants}");
        for (var i = 0; i < Math.Min(variants.Count, Limits.Variants); i++)
        {
            violations.Key($"experiment.variants[{i}].variant", variants[i].Variant);
            violations.Range($"experiment.variants[{i}].weight_basis_points", variants[i].WeightBasisPoints, 1, Evaluation.Bucketing.BucketCount - 1, "basis points");
        }

        foreach (var twice in variants.GroupBy(variant => variant.Variant).Where(group => group.Count() > 1))
        {
            violations.Add("experiment.variants", $"'{Violations.Shown(twice.Key)}' is there {twice.Count()} times: name each variant once");
        }
    }

    private static void CheckMetrics(Violations violations, Experiment experiment)
    {
        violations.OptionalKey("experiment.primary_metric", experiment.PrimaryMetric);
        CheckRole("experiment.guardrail_metrics", experiment.GuardrailMetrics);
        CheckRole("experiment.secondary_metrics", experiment.SecondaryMetrics);
        foreach (var twice in Lifecycle.ReviewRequirements.MetricsOf(experiment).GroupBy(metric => metric.Key).Where(group => group.Count() > 1))
        {
            violations.Add(twice.Last().Field, $"'{Violations.Shown(twice.Key)}' is named {twice.Count()} times: give each metric one role");
        }

        void CheckRole(string field, IReadOnlyList<string> keys)
        {
            violations.AddIf(keys.Count > Limits.MetricsInRole, field, $"has {keys.Count}, over the limit of {Limits.MetricsInRole}");
            for (var i = 0; i < Math.Min(keys.Count, Limits.MetricsInRole); i++)
            {
                violations.Key($"{field}[{i}]", keys[i]);
            }
        }
    }

    private static void CheckPlan(Violations violations, PowerPlan? plan)
    {
        if (plan is null)
        {
            return;
        }

        // Zero is "not written yet"; the review asks for it.
        CheckNumber("minimum_detectable_effect", plan.MinimumDetectableEffect, value => value is > 0 and <= 1_000, "a relative effect above 0, for example 0.02");
        CheckNumber("alpha", plan.Alpha, value => value is > 0 and < 0.5, "a level above 0 and below 0.5, or 0 for 0.05");
        CheckNumber("power", plan.Power, value => value is >= 0.5 and < 1, "a power of 0.5 to below 1, or 0 for 0.8");
        CheckNumber("planned_units", plan.PlannedUnits, value => value >= 2, "at least 2 units");
        CheckNumber("planned_days", plan.PlannedDays, value => value is >= 1 and <= Limits.PlannedDays, $"1 to {Limits.PlannedDays} days");

        void CheckNumber(string field, double value, Func<double, bool> fits, string remedy) =>
            violations.AddIf(value != 0 && !fits(value), $"experiment.power_plan.{field}", $"{value:R} is refused: give {remedy}");
    }

    private static async Task CheckFlagAsync(Violations violations, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        if (violations.Key("experiment.flag_key", experiment.FlagKey)
            && await session.FindFlagAsync(experiment.FlagKey, cancellationToken).ConfigureAwait(false) is null)
        {
            violations.Add("experiment.flag_key", $"there is no flags/{experiment.FlagKey}: create it first");
        }
    }

    private static async Task CheckLayerAsync(Violations violations, ReadSession session, Experiment experiment, CancellationToken cancellationToken)
    {
        RangeRules.Check(violations, "experiment.layer_slice", experiment.LayerSlice);
        if (experiment.LayerKey.Length == 0)
        {
            violations.AddIf(experiment.LayerSlice.Count > 0, "experiment.layer_slice", "is a slice of no layer: name the layer, or take the slice out");
            return;
        }

        violations.AddIf(experiment.LayerSlice.Count == 0, "experiment.layer_slice", "is empty: say which slice of the layer it owns");
        if (violations.Key("experiment.layer_key", experiment.LayerKey)
            && await session.FindLayerAsync(experiment.LayerKey, cancellationToken).ConfigureAwait(false) is null)
        {
            violations.Add("experiment.layer_key", $"there is no layers/{experiment.LayerKey}: put it first");
        }
    }

    /// <summary>Lets the evaluator judge the condition, as the rule of a flag that exists for this purpose only.</summary>
    private static async Task CheckTargetingAsync(Violations violations, ReadSession session, Condition? targeting, CancellationToken cancellationToken)
    {
        if (targeting is null)
        {
            return;
        }

        var probe = new Flag
        {
            Key = "-",
            Type = FlagType.Bool,
            HashVersion = 1,
            Variants = { new Variant { Key = "-", Value = new FlagValue { BoolValue = true } } },
            DefaultVariant = "-",
            Rules = { new Rule { Key = "-", Condition = targeting, Variant = "-" } },
        };
        const string Place = "flags[-].rules[-].condition";
        var neighbourhood = new Neighbourhood(session);
        await neighbourhood.AddAsync(probe, cancellationToken).ConfigureAwait(false);
        foreach (var problem in neighbourhood.Problems().Where(problem => problem.Path.StartsWith(Place, StringComparison.Ordinal)))
        {
            violations.Add("experiment.targeting" + problem.Path[Place.Length..], problem.Message);
        }
    }
}
