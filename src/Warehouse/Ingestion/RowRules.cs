using GrpcExp.Warehouse.Dialects;
using NpgsqlTypes;

namespace GrpcExp.Warehouse.Ingestion;

/// <summary>How one kind of event is checked, stored and, when refused, kept.</summary>
internal sealed record RowRules<T>(
    EventKind Kind,
    EventTable<T> Table,
    Func<T, string?> EventId,
    Func<T, string?> ExperimentKey,
    Func<T, string?> UnitId,
    RowRules<T>.Checks Check)
{
    public delegate void Checks(T row, ref RowCheck check);
}

/// <summary>The rules of the three kinds.</summary>
internal static class RowRules
{
    public static readonly RowRules<AssignmentRow> Assignments = new(
        EventKind.Assignment,
        new EventTable<AssignmentRow>(
            "assignments",
            "experiment_key",
            row => row.ExperimentKey!,
            row => Day(row.AssignedAt),
            [
                new("event_id", NpgsqlDbType.Text, row => row.EventId),
                new("experiment_key", NpgsqlDbType.Text, row => row.ExperimentKey),
                new("flag_key", NpgsqlDbType.Text, row => row.FlagKey),
                new("unit_id", NpgsqlDbType.Text, row => row.UnitId),
                new("variant", NpgsqlDbType.Text, row => row.Variant),
                new("bucket", NpgsqlDbType.Integer, row => row.Bucket),
                new("assigned_at", NpgsqlDbType.Timestamp, row => row.AssignedAt),
                new("segment", NpgsqlDbType.Text, row => row.Segment),
                new("country", NpgsqlDbType.Text, row => row.Country),
                new("platform", NpgsqlDbType.Text, row => row.Platform),
            ]),
        row => row.EventId,
        row => row.ExperimentKey,
        row => row.UnitId,
        (AssignmentRow row, ref RowCheck check) =>
        {
            check.Required("event_id", row.EventId);
            check.Required("experiment_key", row.ExperimentKey);
            check.Required("flag_key", row.FlagKey);
            check.Unit(row.UnitId);
            check.Required("variant", row.Variant);
            check.Bucket(row.Bucket);
            check.Instant("assigned_at", row.AssignedAt);
            check.Optional("segment", row.Segment);
            check.Optional("country", row.Country);
            check.Optional("platform", row.Platform);
        });

    public static readonly RowRules<ExposureRow> Exposures = new(
        EventKind.Exposure,
        new EventTable<ExposureRow>(
            "exposures",
            "experiment_key",
            row => row.ExperimentKey!,
            row => Day(row.ExposedAt),
            [
                new("event_id", NpgsqlDbType.Text, row => row.EventId),
                new("experiment_key", NpgsqlDbType.Text, row => row.ExperimentKey),
                new("flag_key", NpgsqlDbType.Text, row => row.FlagKey),
                new("unit_id", NpgsqlDbType.Text, row => row.UnitId),
                new("variant", NpgsqlDbType.Text, row => row.Variant),
                new("exposed_at", NpgsqlDbType.Timestamp, row => row.ExposedAt),
            ]),
        row => row.EventId,
        row => row.ExperimentKey,
        row => row.UnitId,
        (ExposureRow row, ref RowCheck check) =>
        {
            check.Required("event_id", row.EventId);
            check.Required("experiment_key", row.ExperimentKey);
            check.Required("flag_key", row.FlagKey);
            check.Unit(row.UnitId);
            check.Required("variant", row.Variant);
            check.Instant("exposed_at", row.ExposedAt);
        });

    public static readonly RowRules<EventRow> Events = new(
        EventKind.Event,
        new EventTable<EventRow>(
            "events",
            null,
            _ => "",
            row => Day(row.OccurredAt),
            [
                new("event_id", NpgsqlDbType.Text, row => row.EventId),
                new("unit_id", NpgsqlDbType.Text, row => row.UnitId),
                new("event_name", NpgsqlDbType.Text, row => row.EventName),
                new("value", NpgsqlDbType.Double, row => row.Value),
                new("occurred_at", NpgsqlDbType.Timestamp, row => row.OccurredAt),
                new("properties", NpgsqlDbType.Jsonb, row => row.Properties),
            ]),
        row => row.EventId,
        _ => null,
        row => row.UnitId,
        (EventRow row, ref RowCheck check) =>
        {
            check.Required("event_id", row.EventId);
            check.Unit(row.UnitId);
            check.Required("event_name", row.EventName);
            check.Number("value", row.Value);
            check.Instant("occurred_at", row.OccurredAt);
            check.Json("properties", row.Properties);
        });

    private static DateOnly Day(DateTimeOffset? instant) => DateOnly.FromDateTime(instant!.Value.UtcDateTime);
}
