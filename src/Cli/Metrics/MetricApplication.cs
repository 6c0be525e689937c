using Grpc.Core;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>Brings a file's metrics into the registry: everything is checked before anything is changed.</summary>
internal sealed class MetricApplication(MetricRegistry registry, string reason)
{
    private readonly Dictionary<MetricEntry, IReadOnlyList<string>> _warnings = [];

    /// <summary>Applies a file.</summary>
    /// <param name="file">The file; may have problems, which are then told with those that the control plane finds.</param>
    /// <param name="dryRun">True to change nothing.</param>
    /// <returns>What became of every entry, parents before children.</returns>
    /// <exception cref="CommandException">The file was refused, or the control plane stopped half-way.</exception>
    public async Task<IReadOnlyList<AppliedMetric>> RunAsync(MetricFile file, bool dryRun)
    {
        var stored = await StoredAsync(file);
        var order = MetricOrder.Of(file.Entries, stored.ToDictionary(metric => metric.Key, metric => metric.Value.ParentMetric, StringComparer.Ordinal));
        MetricTiers.Check(file.Entries);
        foreach (var entry in file.Entries)
        {
            await CheckAsync(file, entry, stored.GetValueOrDefault(entry.Metric.Key));
        }

        file.ThrowIfRefused();
        AppliedMetric[] planned = [.. order.Select(entry => Plan(entry.Metric, stored.GetValueOrDefault(entry.Metric.Key)))];
        return dryRun
            ? [.. order.Zip(planned, (entry, plan) => plan with { Warnings = _warnings.GetValueOrDefault(entry, []) })]
            : await WriteAsync([.. order.Zip(planned)], stored);
    }

    private static IReadOnlyList<string> WarningsOf(Metric metric) =>
    [
        .. metric.Warnings.Select(warning =>
            $"{(warning.Kind == MetricDriftKind.SameMeaning ? "counts the same as" : "has the name of")} {warning.OtherMetricKey}"
            + (warning.Detail.Length > 0 ? $" ({warning.Detail})" : "")),
    ];

    private static AppliedMetric Plan(Metric metric, Metric? before) => before switch
    {
        null => new AppliedMetric(metric.Key, 1, MetricChange.Registered),
        _ when MetricEquality.Same(metric, before) => new AppliedMetric(metric.Key, before.Version, MetricChange.Unchanged),
        _ => new AppliedMetric(metric.Key, before.Version + 1, MetricChange.Updated),
    };

    private async Task<Dictionary<string, Metric>> StoredAsync(MetricFile file)
    {
        try
        {
            return (await registry.ListAsync()).Metrics.ToDictionary(metric => metric.Key, StringComparer.Ordinal);
        }
        catch (RpcException)
        {
            // What is wrong in the file can be told without a control plane.
            file.ThrowIfRefused();
            throw;
        }
    }

    private async Task CheckAsync(MetricFile file, MetricEntry entry, Metric? before)
    {
        if (before is not null && MetricEquality.Same(entry.Metric, before))
        {
            return;
        }

        // A parent of the same file may come with it; the order of the file has been checked.
        var metric = entry.Metric.Clone();
        if (file.Entries.Any(other => other.Metric.Key == metric.ParentMetric))
        {
            metric.ParentMetric = "";
        }

        try
        {
            _warnings[entry] = WarningsOf(await registry.PutAsync(metric, before, validateOnly: true, reason));
        }
        catch (RpcException refusal) when (Refusal.IsOfTheRequest(refusal))
        {
            foreach (var (field, problem) in Refusal.Of(refusal))
            {
                entry.RefuseByServer(field, problem);
            }
        }
    }

    private async Task<IReadOnlyList<AppliedMetric>> WriteAsync(IReadOnlyList<(MetricEntry Entry, AppliedMetric Planned)> order, Dictionary<string, Metric> stored)
    {
        var applied = new List<AppliedMetric>();
        foreach (var (entry, planned) in order)
        {
            if (planned.Change == MetricChange.Unchanged)
            {
                applied.Add(planned);
                continue;
            }

            try
            {
                var after = await registry.PutAsync(entry.Metric, stored.GetValueOrDefault(entry.Metric.Key), validateOnly: false, reason);
                applied.Add(planned with { Version = after.Version, Warnings = WarningsOf(after) });
            }
            catch (RpcException failure)
            {
                throw new CommandException(
                    $"{FailureText.Of(failure).Message} This was at '{entry.Metric.Key}', after {applied.Count} of {order.Count} metrics. Run it again: what is done is left alone.",
                    cause: failure);
            }
        }

        return applied;
    }
}
