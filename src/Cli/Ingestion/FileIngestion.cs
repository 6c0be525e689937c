using Google.Protobuf;
using Grpc.Core;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Cli.Ingestion;

/// <summary>Sends a file of rows to a control plane. Every batch that is read is committed, so a broken run is repeated with the same file.</summary>
internal sealed class FileIngestion(ServerConnection connection, CancellationToken cancellationToken)
{
    private const int BatchRows = 5_000;

    private readonly IngestService.IngestServiceClient _ingest = new(connection.Invoker);

    public Task<IngestionReport> AssignmentsAsync(string path, StageProgress progress) => SendAsync(
        () => _ingest.StreamAssignments(connection.Headers, cancellationToken: cancellationToken),
        path,
        RowReader.AssignmentColumns,
        RowReader.Assignment,
        rows => new RecordAssignmentsRequest { Assignments = { rows } },
        progress);

    public Task<IngestionReport> ExposuresAsync(string path, StageProgress progress) => SendAsync(
        () => _ingest.StreamExposures(connection.Headers, cancellationToken: cancellationToken),
        path,
        RowReader.ExposureColumns,
        RowReader.Exposure,
        rows => new RecordExposuresRequest { Exposures = { rows } },
        progress);

    public Task<IngestionReport> EventsAsync(string path, StageProgress progress) => SendAsync(
        () => _ingest.StreamEvents(connection.Headers, cancellationToken: cancellationToken),
        path,
        RowReader.EventColumns,
        RowReader.Event,
        rows => new RecordEventsRequest { Events = { rows } },
        progress);

    private static async Task<IngestionReport> SendAsync<TRow, TRequest>(
        Func<AsyncClientStreamingCall<TRequest, RecordResponse>> open,
        string path,
        IReadOnlyList<string> columns,
        Func<RowFile, TRow> read,
        Func<IEnumerable<TRow>, TRequest> request,
        StageProgress progress)
        where TRequest : IMessage
    {
        using var file = new RowFile(path, columns);
        using var call = open();
        var (lines, unreadable, batch) = (new List<int>(), new List<IngestionProblem>(), new List<TRow>());
        while (file.Read())
        {
            try
            {
                batch.Add(read(file));
                lines.Add(file.Line);
            }
            catch (FormatException problem)
            {
                unreadable.Add(new IngestionProblem(file.Line, problem.Message));
            }

            if (batch.Count == BatchRows)
            {
                await WriteAsync();
            }
        }

        await WriteAsync();
        await call.RequestStream.CompleteAsync();
        var answer = await call.ResponseAsync;
        return new IngestionReport(answer, unreadable, [.. answer.Rejections.Select(refused => new IngestionProblem(lines[(int)refused.Index], $"{refused.Field}: {refused.Reason}"))]);

        async Task WriteAsync()
        {
            if (batch.Count > 0)
            {
                await call.RequestStream.WriteAsync(request(batch));
                progress.Advance(batch.Count);
                batch.Clear();
            }
        }
    }
}
