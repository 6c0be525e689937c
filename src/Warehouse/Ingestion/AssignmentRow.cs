namespace GrpcExp.Warehouse.Ingestion;

/// <summary>One assignment of a unit to a variant, as received and before validation.</summary>
/// <param name="EventId">Idempotency key, 1–200 characters; a resend carries the same id, unit and time.</param>
/// <param name="ExperimentKey">Experiment the unit was assigned in, 1–200 characters.</param>
/// <param name="FlagKey">Flag whose evaluation made the assignment, 1–200 characters.</param>
/// <param name="UnitId">The randomised unit, 1–200 characters.</param>
/// <param name="Variant">Variant given, 1–200 characters.</param>
/// <param name="Bucket">Bucket of the unit in the flag's hash space, 0–9999.</param>
/// <param name="AssignedAt">When it happened, offset zero (UTC), kept to the millisecond.</param>
/// <param name="Segment">Analysis segment of the unit; null when unknown, at most 200 characters.</param>
/// <param name="Country">Country of the unit; null when unknown, at most 200 characters.</param>
/// <param name="Platform">Platform of the unit; null when unknown, at most 200 characters.</param>
public sealed record AssignmentRow(
    string? EventId,
    string? ExperimentKey,
    string? FlagKey,
    string? UnitId,
    string? Variant,
    int? Bucket,
    DateTimeOffset? AssignedAt,
    string? Segment = null,
    string? Country = null,
    string? Platform = null);
