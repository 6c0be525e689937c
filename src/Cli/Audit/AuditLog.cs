using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Audit;

/// <summary>The audit log of a running control plane.</summary>
internal sealed class AuditLog(ServerConnection connection, CancellationToken cancellationToken)
{
    private readonly ExperimentService.ExperimentServiceClient _experiments = new(connection.Invoker);

    /// <summary>All events of one resource, in order.</summary>
    /// <param name="resource">For example <c>experiments/checkout</c>.</param>
    public Task<ListAuditEventsResponse> ListAsync(string resource) => ListAsync(new ListAuditEventsRequest { Resource = resource });

    /// <summary>The events that a request asks for, in order, over all pages.</summary>
    /// <param name="wanted">Which events.</param>
    public async Task<ListAuditEventsResponse> ListAsync(ListAuditEventsRequest wanted)
    {
        var all = new ListAuditEventsResponse();
        var page = wanted.Clone();
        page.PageSize = Pages.Size;
        await Pages.ReadAsync(async token =>
        {
            page.PageToken = token;
            var answer = await _experiments.ListAuditEventsAsync(page, connection.Headers, cancellationToken: cancellationToken);
            all.Events.Add(answer.Events);
            return answer.NextPageToken;
        });
        return all;
    }

    /// <summary>Has the server recompute the chain.</summary>
    public async Task<VerifyAuditResponse> VerifyAsync() =>
        await _experiments.VerifyAuditAsync(new VerifyAuditRequest(), connection.Headers, cancellationToken: cancellationToken);
}
