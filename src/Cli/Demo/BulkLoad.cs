using Grpc.Core;
using GrpcExp.Cli.Seeds;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Cli.Demo;

/// <summary>Sends the seeds' rows over IngestService's client streams.</summary>
internal sealed class BulkLoad(CallInvoker control, SeedMessages seeds, Metadata headers, CancellationToken cancellationToken)
{
    private const int BatchRows = 5_000;

    private readonly IngestService.IngestServiceClient _ingest = new(control);

    public Task<RecordResponse> AssignmentsAsync(StageProgress progress) => SendAsync(
        _ingest.StreamAssignments(headers, cancellationToken: cancellationToken),
        seeds.Assignments(),
        batch => new RecordAssignmentsRequest { Assignments = { batch } },
        progress);

    public Task<RecordResponse> ExposuresAsync(StageProgress progress) => SendAsync(
        _ingest.StreamExposures(headers, cancellationToken: cancellationToken),
        seeds.Exposures(),
        batch => new RecordExposuresRequest { Exposures = { batch } },
        progress);

    public Task<RecordResponse> EventsAsync(StageProgress progress) => SendAsync(
        _ingest.StreamEvents(headers, cancellationToken: cancellationToken),
        seeds.Outcomes(),
        batch => new RecordEventsRequest { Events = { batch } },
        progress);

    private static async Task<RecordResponse> SendAsync<TRow, TRequest>(
        AsyncClientStreamingCall<TRequest, RecordResponse> call, IEnumerable<TRow> rows, Func<TRow[], TRequest> request, StageProgress progress)
    {
        using (call)
        {
            foreach (var batch in rows.Chunk(BatchRows))
            {
                await call.RequestStream.WriteAsync(request(batch));
                progress.Advance(batch.Length);
            }

            await call.RequestStream.CompleteAsync();
            var response = await call.ResponseAsync;
            progress.Detail =
                $"{response.Accepted:N0} accepted, {response.Duplicate:N0} sent before, {response.Rejected:N0} refused with a reason";
            return response;
        }
    }
}
