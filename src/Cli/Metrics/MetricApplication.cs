using Grpc.Core;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Metrics;

/// <summary>Brings a file's metrics into the registry: everything is checked before anything is changed.</summary>
internal sealed class MetricApplication(MetricRegistry registry, string reason)
{
    private readonly Dictionary<DefinitionEntry, IReadOnlyList<string>> _warnings = [];

    /// <summary>Applies a file.</summary>
    /// <param name="file">The file; may have problems, which are then told with those that the control plane finds.</param>
    /// <param name="dryRun">True to change nothing.</param>
    /// <returns>What became of every entry, parents before children.</returns>
    /// <exception cref="CommandException">The file was refused, or the control plane stopped half-way.</exception>
    public async Task<IReadOnlyList<AppliedDefinition>> RunAsync(DefinitionFile file, bool dryRun)
    {
        var stored = await StoredAsync(file);
        var order = MetricOrder.Of(EntriesOf(file), stored.ToDictionary(metric => metric.Key, metric => metric.Value.ParentMetric, StringComparer.Ordinal));
        MetricTiers.Check(EntriesOf(file));
        foreach (var entry in EntriesOf(file))
        {
            await CheckAsync(file, entry, stored.GetValueOrDefault(entry.Key));
        }

        file.ThrowIfRefused();
        AppliedDefinition[] planned = [.. order.Select(entry => Plan(Of(entry), stored.GetValueOrDefault(entry.Key)))];
        return dryRun
            ? [.. order.Zip(planned, (entry, plan) => plan with { Warnings = _warnings.GetValueOrDefault(entry, []) })]
            : await WriteAsync([.. order.Zip(planned)], stored);
    }

    private static List<DefinitionEntry> EntriesOf(DefinitionFile file) => [.. file.Entries.Where(entry => entry.Kind == DefinitionKind.Metrics)];

    private static Metric Of(DefinitionEntry entry) => (Metric)entry.Message;

    private static IReadOnlyList<string> WarningsOf(Metric metric) =>
    [
        .. metric.Warnings.Select(warning =>
            $"{(warning.Kind == MetricDriftKind.SameMeaning ? "counts the same as" : "has the name of")} {warning.OtherMetricKey}"
            + (warning.Detail.Length > 0 ? $" ({warning.Detail})" : "")),
    ];

    private static AppliedDefinition Plan(Metric metric, Metric? before) => before switch
    {
        null => new AppliedDefinition(DefinitionKind.Metrics, metric.Key, 1, DefinitionChange.Created),
        _ when MetricEquality.Same(metric, before) => new AppliedDefinition(DefinitionKind.Metrics, metric.Key, before.Version, DefinitionChange.Unchanged),
        _ => new AppliedDefinition(DefinitionKind.Metrics, metric.Key, before.Version + 1, DefinitionChange.Updated),
    };

    private async Task<Dictionary<string, Metric>> StoredAsync(DefinitionFile file)
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

    private async Task CheckAsync(DefinitionFile file, DefinitionEntry entry, Metric? before)
    {
        if (before is not null && MetricEquality.Same(Of(entry), before))
        {
            return;
        }

        // A parent of the same file may come with it; the order of the file has been checked.
        var metric = Of(entry).Clone();
        if (EntriesOf(file).Any(other => other.Key == metric.ParentMetric))
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

    private async Task<IReadOnlyList<AppliedDefinition>> WriteAsync(IReadOnlyList<(DefinitionEntry Entry, AppliedDefinition Planned)> order, Dictionary<string, Metric> stored)
    {
        var applied = new List<AppliedDefinition>();
        foreach (var (entry, planned) in order)
        {
            if (planned.Change == DefinitionChange.Unchanged)
            {
                applied.Add(planned);
                continue;
            }

            try
            {
                var after = await registry.PutAsync(Of(entry), stored.GetValueOrDefault(entry.Key), validateOnly: false, reason);
                applied.Add(planned with { Version = after.Version, Warnings = WarningsOf(after) });
            }
            catch (RpcException failure)
            {
                throw new CommandException(
                    $"{FailureText.Of(failure).Message} This was at '{entry.Key}', after {applied.Count} of {order.Count} metrics. Run it again: what is done is left alone.",
                    cause: failure);
            }
        }

        return applied;
    }
}
