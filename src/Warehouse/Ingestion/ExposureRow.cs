namespace GrpcExp.Warehouse.Ingestion;

/// <summary>One sighting of a variant by a unit, as received and before validation.</summary>
/// <param name="EventId">Idempotency key, 1–200 characters; a resend carries the same id, unit and time.</param>
/// <param name="ExperimentKey">Experiment the unit was exposed to, 1–200 characters.</param>
/// <param name="FlagKey">Flag that was evaluated, 1–200 characters.</param>
/// <param name="UnitId">The randomised unit, 1–200 characters.</param>
/// <param name="Variant">Variant the unit really saw, 1–200 characters.</param>
/// <param name="ExposedAt">When it happened, offset zero (UTC), kept to the millisecond.</param>
public sealed record ExposureRow(
    string? EventId,
    string? ExperimentKey,
    string? FlagKey,
    string? UnitId,
    string? Variant,
    DateTimeOffset? ExposedAt);
