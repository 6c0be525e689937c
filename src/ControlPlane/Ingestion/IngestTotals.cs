using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.ControlPlane.Ingestion;

/// <summary>Adds up what became of the batches of one call.</summary>
internal sealed class IngestTotals
{
    private long _rows;

    public RecordResponse Response { get; } = new();

    /// <param name="result">What became of a batch.</param>
    /// <param name="rows">How many rows it had.</param>
    public void Add(IngestResult result, int rows)
    {
        Response.Accepted += result.Accepted;
        Response.Duplicate += result.Duplicate;
        Response.Rejected += result.Rejected.Count;
        Count(result.Accepted, "accepted");
        Count(result.Duplicate, "duplicate");
        Count(result.Rejected.Count, "rejected");
        var room = Limits.DescribedRejections - Response.Rejections.Count;
        Response.Rejections.Add(result.Rejected.Take(room).Select(row => new Rejection
        {
            Index = _rows + row.Index,
            EventId = row.EventId,
            Field = IngestRows.FieldOf(row.Field),
            Reason = row.Message,
        }));
        _rows += rows;
    }

    private static void Count(long rows, string outcome)
    {
        if (rows > 0)
        {
            Signals.IngestRows.Add(rows, new KeyValuePair<string, object?>("grpcexp.outcome", outcome));
        }
    }
}
