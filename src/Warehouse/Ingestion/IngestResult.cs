namespace GrpcExp.Warehouse.Ingestion;

/// <summary>What became of a batch; returned only after everything it speaks of is committed.</summary>
/// <param name="Accepted">Rows stored by this call.</param>
/// <param name="Duplicate">Rows whose event was already stored, or came earlier in the same batch.</param>
/// <param name="Rejected">Rows refused, in batch order. Accepted + Duplicate + Rejected.Count is the batch's size.</param>
public sealed record IngestResult(int Accepted, int Duplicate, IReadOnlyList<RejectedRow> Rejected);
