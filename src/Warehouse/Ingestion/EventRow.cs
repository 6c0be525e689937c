namespace GrpcExp.Warehouse.Ingestion;

/// <summary>One product event of a unit, as received and before validation. Metrics are computed from these.</summary>
/// <param name="EventId">Idempotency key, 1–200 characters; a resend carries the same id, unit and time.</param>
/// <param name="UnitId">The unit that acted, 1–200 characters.</param>
/// <param name="EventName">Name that metric definitions refer to, 1–200 characters.</param>
/// <param name="Value">Numeric value in the event's own unit; null when the event carries none. Must be finite.</param>
/// <param name="OccurredAt">When it happened, offset zero (UTC), kept to the millisecond.</param>
/// <param name="Properties">JSON object with further fields, at most 8,192 characters; null for none. Numeric members can be a metric's value field.</param>
public sealed record EventRow(
    string? EventId,
    string? UnitId,
    string? EventName,
    double? Value,
    DateTimeOffset? OccurredAt,
    string? Properties = null);
