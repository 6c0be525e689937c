using GrpcExp.Cli.Seeds;
using GrpcExp.Warehouse.Definitions;

namespace GrpcExp.EndToEnd.Seeds;

/// <summary>The definitions of the seeds as the control plane exports them before a build.</summary>
internal static class SeedDefinitions
{
    public static WarehouseDefinitions Read(string folder) => new(
        [.. SeedTable.Read(Path.Combine(folder, "experiments.csv"), Experiment)],
        [.. SeedTable.Read(Path.Combine(folder, "flags.csv"), row => new FlagDefinition(row["key"], row["type"], row["enabled"] == "true", 1, row["owner"], row["description"]))],
        [.. SeedTable.Read(Path.Combine(folder, "metric_definitions.csv"), Metric)]);

    private static ExperimentDefinition Experiment(SeedTable row)
    {
        var variants = row.List("variants").Select(text => text.Split('=')).ToArray();
        return new ExperimentDefinition
        {
            Key = row["key"],
            FlagKey = row["flag_key"],
            State = row["state"],
            Owner = row["owner"],
            Hypothesis = row["hypothesis"],
            ControlVariant = variants[0][0],
            Variants = [.. variants.Select(parts => new VariantDefinition(parts[0], int.Parse(parts[1]) / 10_000.0))],
            PrimaryMetric = row["primary_metric"],
            GuardrailMetrics = row.List("guardrail_metrics"),
            SecondaryMetrics = row.List("secondary_metrics"),
            AnalysisMode = row["analysis_mode"] == "exposed" ? AnalysisMode.Exposed : AnalysisMode.Itt,
            PlannedUnits = row.Int("planned_units"),
            StartedAt = row.Time("started_at"),
            EndedAt = row.Time("ended_at"),
            Decision = row["decision"] is { Length: > 0 } decision ? decision : null,
        };
    }

    private static MetricDefinition Metric(SeedTable row) => new()
    {
        Key = row["key"],
        OwnerTeam = row["owner_team"],
        Tier = row["tier"],
        ParentMetric = row["parent_metric"] is { Length: > 0 } parent ? parent : null,
        Type = Enum.Parse<MetricType>(row["type"], ignoreCase: true),
        EventName = row["event_name"],
        Direction = Enum.Parse<MetricDirection>(row["direction"], ignoreCase: true),
        AttributionWindowHours = row.Int("attribution_window_hours"),
        CapPercentile = row.Double("cap_percentile") is > 0 and var cap ? cap : null,
        MissingRule = Enum.Parse<MissingRule>(row["missing_value_rule"], ignoreCase: true),
        MinimumEffect = row.Double("minimum_effect") is > 0 and var effect ? effect : null,
    };
}
