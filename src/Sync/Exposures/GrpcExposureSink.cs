using System.Security.Cryptography;
using Grpc.Core;
using GrpcExp.Contracts.Ingest.V1;

namespace GrpcExp.Sync;

/// <summary>Sends exposures to a control plane's IngestService.</summary>
/// <param name="client">Client of the control plane.</param>
/// <param name="name">Name for logs.</param>
/// <param name="token">Bearer token of role ingest; null or empty for none.</param>
/// <param name="time">The clock.</param>
public sealed class GrpcExposureSink(IngestService.IngestServiceClient client, string name, string? token, TimeProvider time) : IExposureSink
{
    private readonly string _sourceId = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<ExposureReceipt> SendAsync(
        ExposureBatch batch, IReadOnlyList<KeyValuePair<string, long>> dropped, CancellationToken cancellationToken)
    {
        var headers = new Metadata();
        if (!string.IsNullOrEmpty(token))
        {
            headers.Add("authorization", $"Bearer {token}");
        }

        var options = new CallOptions(headers, time.GetUtcNow().UtcDateTime + ExposureLimits.SendTimeout, cancellationToken);
        try
        {
            if (batch.Assignments.Count > 0)
            {
                // First, so that no exposure is ever seen without its assignment.
                await client.RecordAssignmentsAsync(new RecordAssignmentsRequest { Assignments = { batch.Assignments } }, options).ConfigureAwait(false);
            }

            var request = new RecordExposuresRequest { Exposures = { batch.Exposures } };
            request.Dropped.Add(dropped.Select(
                pair => new DroppedExposures { SourceId = _sourceId, ExperimentKey = pair.Key, Count = pair.Value }));
            var response = await client.RecordExposuresAsync(request, options).ConfigureAwait(false);
            return new ExposureReceipt(
                response.Accepted, response.Duplicate, response.Rejected, response.Rejections.Count > 0 ? response.Rejections[0].Reason : null);
        }
        catch (RpcException exception) when (exception.StatusCode is StatusCode.InvalidArgument or StatusCode.OutOfRange)
        {
            throw new ExposuresRefusedException($"{exception.StatusCode}: {exception.Status.Detail}", exception);
        }
    }
}
