using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Telemetry;
using GrpcExp.Warehouse.Ingestion;

namespace GrpcExp.ControlPlane.Ingestion;

/// <summary>
/// Takes what happened; each message is committed before the next is read. When the server is told to stop, a stream finishes the
/// message that it has and reads no other.
/// </summary>
internal sealed class IngestGrpcService(EventIngestor ingestor, IngestGate gate, IHostApplicationLifetime lifetime) : IngestService.IngestServiceBase
{
    public override Task<RecordResponse> RecordAssignments(RecordAssignmentsRequest request, ServerCallContext context) =>
        OnceAsync(request, StoreAsync, context);

    public override Task<RecordResponse> StreamAssignments(IAsyncStreamReader<RecordAssignmentsRequest> requestStream, ServerCallContext context) =>
        StreamAsync(requestStream, StoreAsync, context);

    public override Task<RecordResponse> RecordExposures(RecordExposuresRequest request, ServerCallContext context) =>
        OnceAsync(request, StoreAsync, context);

    public override Task<RecordResponse> StreamExposures(IAsyncStreamReader<RecordExposuresRequest> requestStream, ServerCallContext context) =>
        StreamAsync(requestStream, StoreAsync, context);

    public override Task<RecordResponse> RecordEvents(RecordEventsRequest request, ServerCallContext context) =>
        OnceAsync(request, StoreAsync, context);

    public override Task<RecordResponse> StreamEvents(IAsyncStreamReader<RecordEventsRequest> requestStream, ServerCallContext context) =>
        StreamAsync(requestStream, StoreAsync, context);

    private static void Require<T>(string field, RepeatedField<T> rows, string map, Func<T, int> count)
    {
        var violations = new Violations();
        violations.AddIf(rows.Count > Limits.IngestBatch, field, $"has {rows.Count} rows, over the limit of {Limits.IngestBatch}: send several batches");
        for (var i = 0; i < Math.Min(rows.Count, Limits.IngestBatch); i++)
        {
            if (count(rows[i]) > Limits.EventProperties)
            {
                violations.Add($"{field}[{i}].{map}", $"has {count(rows[i])}, over the limit of {Limits.EventProperties}");
            }
        }

        violations.ThrowIfAny();
    }

    private static void RequireDropped(RecordExposuresRequest request)
    {
        var violations = new Violations();
        violations.AddIf(
            request.Dropped.Count > Limits.DroppedReports, "dropped", $"has {request.Dropped.Count} entries, over the limit of {Limits.DroppedReports}");
        for (var i = 0; i < Math.Min(request.Dropped.Count, Limits.DroppedReports); i++)
        {
            var row = request.Dropped[i];
            violations.Required($"dropped[{i}].source_id", row.SourceId, Limits.KeyLength);
            violations.Text($"dropped[{i}].experiment_key", row.ExperimentKey, Limits.KeyLength);
            violations.AddIf(row.Count < 1, $"dropped[{i}].count", $"is {row.Count}: give at least 1, or leave the entry out");
        }

        violations.ThrowIfAny();
    }

    private async Task<RecordResponse> OnceAsync<T>(T request, Func<T, IngestTotals, CancellationToken, Task> storeAsync, ServerCallContext context)
        where T : IMessage
    {
        var totals = new IngestTotals();
        await gate.RunAsync(request.CalculateSize(), () => storeAsync(request, totals, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
        return totals.Response;
    }

    private async Task<RecordResponse> StreamAsync<T>(
        IAsyncStreamReader<T> requests,
        Func<T, IngestTotals, CancellationToken, Task> storeAsync,
        ServerCallContext context)
        where T : IMessage
    {
        var totals = new IngestTotals();
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            while (await requests.MoveNext(reading.Token).ConfigureAwait(false))
            {
                var request = requests.Current;
                await gate.RunAsync(request.CalculateSize(), () => storeAsync(request, totals, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested
            && exception is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            throw new ControlException(ControlError.Unavailable, $"The server is stopping. It stored {totals.Response.Accepted} rows of this stream; send all again, what it has counts once.");
        }

        return totals.Response;
    }

    private async Task StoreAsync(RecordAssignmentsRequest request, IngestTotals totals, CancellationToken cancellationToken)
    {
        Require("assignments", request.Assignments, "attributes", row => row.Attributes.Count);
        AssignmentRow[] rows = [.. request.Assignments.Select(IngestRows.Of)];
        totals.Add(await ingestor.RecordAssignmentsAsync(rows, cancellationToken).ConfigureAwait(false), rows.Length);
    }

    private async Task StoreAsync(RecordExposuresRequest request, IngestTotals totals, CancellationToken cancellationToken)
    {
        Require("exposures", request.Exposures, "", _ => 0);
        RequireDropped(request);
        await ingestor.ReportDroppedAsync(
            [.. request.Dropped.Select(row => new Warehouse.Ingestion.DroppedExposures(row.SourceId, row.ExperimentKey, row.Count))], cancellationToken)
            .ConfigureAwait(false);
        ExposureRow[] rows = [.. request.Exposures.Select(IngestRows.Of)];
        totals.Add(await ingestor.RecordExposuresAsync(rows, cancellationToken).ConfigureAwait(false), rows.Length);
    }

    private async Task StoreAsync(RecordEventsRequest request, IngestTotals totals, CancellationToken cancellationToken)
    {
        Require("events", request.Events, "properties", row => row.Properties.Count);
        EventRow[] rows = [.. request.Events.Select(IngestRows.Of)];
        totals.Add(await ingestor.RecordEventsAsync(rows, cancellationToken).ConfigureAwait(false), rows.Length);
    }
}
