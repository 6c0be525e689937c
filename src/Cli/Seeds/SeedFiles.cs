using System.Globalization;

namespace GrpcExp.Cli.Seeds;

/// <summary>The five files as text. Their columns are described in seeds/README.md.</summary>
internal static class SeedFiles
{
    public static CsvText Assignments(IEnumerable<SeedAssignment> rows)
    {
        var csv = new CsvText("event_id", "experiment_key", "flag_key", "unit_id", "variant", "bucket", "assigned_at", "country", "platform", "segment");
        foreach (var row in rows)
        {
            csv.Append(
                row.EventId, row.Experiment.Key, row.Experiment.FlagKey, row.UnitId, row.Variant, Text(row.Bucket),
                SeedCalendar.Text(row.AssignedAt), row.Country, row.Platform, row.Segment);
        }

        return csv;
    }

    public static CsvText Events(IEnumerable<SeedEvent> rows)
    {
        var csv = new CsvText("event_id", "event_name", "unit_id", "occurred_at", "value", "experiment_key", "flag_key", "variant");
        foreach (var row in rows)
        {
            csv.Append(
                row.EventId,
                row.EventName,
                row.UnitId,
                row.OccurredAt is { } at ? SeedCalendar.Text(at) : "",
                row.ValueHundredths is { } value ? (value / 100m).ToString("0.00", CultureInfo.InvariantCulture) : "",
                row.Experiment?.Key ?? "",
                row.Experiment?.FlagKey ?? "",
                row.Variant);
        }

        return csv;
    }

    public static CsvText Experiments(IEnumerable<SeedExperiment> experiments)
    {
        var csv = new CsvText(
            "key", "flag_key", "state", "hypothesis", "owner", "variants", "primary_metric", "guardrail_metrics", "secondary_metrics",
            "traffic_basis_points", "layer_key", "layer_slice", "analysis_mode", "minimum_detectable_effect", "planned_units",
            "planned_days", "started_at", "ended_at", "decision", "shipped_variant");
        foreach (var row in experiments)
        {
            csv.Append(
                row.Key,
                row.FlagKey,
                row.State,
                row.Hypothesis,
                row.Owner,
                string.Join('|', row.Arms.Select(arm => $"{arm.Variant}={Text(arm.Weight)}")),
                row.Primary.Metric,
                string.Join('|', row.Guardrails.Select(effect => effect.Metric)),
                string.Join('|', row.Secondary.Select(effect => effect.Metric)),
                Text(row.TrafficBasisPoints),
                row.LayerKey,
                row.LayerKey.Length > 0 ? $"{Text(row.LayerSlice.Start)}-{Text(row.LayerSlice.End)}" : "",
                row.AnalysisMode,
                row.MinimumDetectableEffect.ToString(CultureInfo.InvariantCulture),
                Text(row.PlannedUnits),
                Text(row.PlannedDays),
                row.HasData ? SeedCalendar.Text(row.StartedAt) : "",
                row.EndedAt is { } end ? SeedCalendar.Text(end) : "",
                row.Decision,
                row.ShippedVariant);
        }

        return csv;
    }

    public static CsvText Flags(IEnumerable<SeedFlag> flags)
    {
        var csv = new CsvText(
            "key", "type", "owner", "description", "enabled", "variants", "default_variant", "off_variant", "rollout_variant",
            "rollout_basis_points", "target_country");
        foreach (var row in flags)
        {
            csv.Append(
                row.Key, row.Type, row.Owner, row.Description, row.Enabled ? "true" : "false", row.Variants, row.DefaultVariant,
                row.OffVariant, row.RolloutVariant, Text(row.RolloutBasisPoints), row.TargetCountry);
        }

        return csv;
    }

    public static CsvText Metrics(IEnumerable<SeedMetric> metrics)
    {
        var csv = new CsvText(
            "key", "description", "owner_team", "tier", "parent_metric", "type", "event_name", "direction",
            "attribution_window_hours", "cap_percentile", "missing_value_rule", "minimum_effect");
        foreach (var row in metrics)
        {
            csv.Append(
                row.Key, row.Description, row.OwnerTeam, row.Tier, row.ParentMetric, row.Type, row.EventName, row.Direction,
                Text(row.AttributionWindowHours), row.CapPercentile.ToString(CultureInfo.InvariantCulture), row.MissingValueRule,
                row.MinimumEffect.ToString(CultureInfo.InvariantCulture));
        }

        return csv;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
