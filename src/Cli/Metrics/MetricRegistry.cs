using Grpc.Core;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>The metric registry of a running control plane.</summary>
internal sealed class MetricRegistry(ServerConnection connection, CancellationToken cancellationToken)
{
    private readonly MetricService.MetricServiceClient _metrics = new(connection.Invoker);

    /// <summary>The newest version of every metric, by key.</summary>
    public async Task<ListMetricsResponse> ListAsync()
    {
        var all = new ListMetricsResponse();
        await Pages.ReadAsync(async token =>
        {
            var page = new ListMetricsRequest { PageSize = Pages.Size, PageToken = token };
            var answer = await _metrics.ListMetricsAsync(page, connection.Headers, cancellationToken: cancellationToken);
            all.Metrics.Add(answer.Metrics);
            return answer.NextPageToken;
        });
        return all;
    }

    /// <summary>The tree of goals.</summary>
    /// <param name="root">Only this metric and what drives it; empty for all.</param>
    /// <param name="includeDeprecated">True leaves deprecated metrics in.</param>
    public async Task<MetricTree> TreeAsync(string root, bool includeDeprecated) => await _metrics.GetMetricTreeAsync(
        new GetMetricTreeRequest { RootMetric = root, IncludeDeprecated = includeDeprecated }, connection.Headers, cancellationToken: cancellationToken);

    /// <summary>Everything that is wrong with metrics beside their own definitions.</summary>
    public async Task<ListDriftResponse> DriftAsync()
    {
        var all = new ListDriftResponse();
        await Pages.ReadAsync(async token =>
        {
            var page = new ListDriftRequest { PageSize = Pages.Size, PageToken = token };
            var answer = await _metrics.ListDriftAsync(page, connection.Headers, cancellationToken: cancellationToken);
            all.Drifts.Add(answer.Drifts);
            return answer.NextPageToken;
        });
        return all;
    }

    /// <summary>The versions of a metric, the newest first.</summary>
    /// <param name="key">Key of the metric.</param>
    public async Task<ListMetricVersionsResponse> VersionsAsync(string key)
    {
        var all = new ListMetricVersionsResponse();
        await Pages.ReadAsync(async token =>
        {
            var page = new ListMetricVersionsRequest { Key = key, PageSize = Pages.Size, PageToken = token };
            var answer = await _metrics.ListMetricVersionsAsync(page, connection.Headers, cancellationToken: cancellationToken);
            all.Versions.Add(answer.Versions);
            return answer.NextPageToken;
        });
        return all;
    }

    /// <summary>Stores a definition, or says what storing it would give.</summary>
    /// <param name="metric">The definition.</param>
    /// <param name="before">What is stored under its key; null for a new metric.</param>
    /// <param name="validateOnly">True to change nothing.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <exception cref="RpcException">The control plane refuses it, or does not answer.</exception>
    public async Task<Metric> PutAsync(Metric metric, Metric? before, bool validateOnly, string reason)
    {
        if (before is null)
        {
            var register = new RegisterMetricRequest { Metric = metric, ValidateOnly = validateOnly, Reason = reason };
            return await _metrics.RegisterMetricAsync(register, connection.Headers, cancellationToken: cancellationToken);
        }

        // With the etag, a change that somebody makes meanwhile is not lost.
        var changed = metric.Clone();
        changed.Etag = before.Etag;
        var update = new UpdateMetricRequest { Metric = changed, ValidateOnly = validateOnly, Reason = reason };
        return await _metrics.UpdateMetricAsync(update, connection.Headers, cancellationToken: cancellationToken);
    }
}
