namespace GrpcExp.Warehouse.Ingestion;

/// <summary>A row that was refused: its first problem, and what to do about it.</summary>
/// <param name="Index">Zero-based position in the batch.</param>
/// <param name="EventId">The row's event id, empty when that was missing.</param>
/// <param name="Field">Field at fault, snake_case as in the raw table.</param>
/// <param name="Value">The offending value as text, cut to 200 characters; empty when missing.</param>
/// <param name="Reason">Class of the problem.</param>
/// <param name="Message">A sentence for a person: field, value, remedy.</param>
public sealed record RejectedRow(
    int Index,
    string EventId,
    string Field,
    string Value,
    RejectionReason Reason,
    string Message);
