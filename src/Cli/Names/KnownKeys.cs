using Grpc.Core;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Experiments;
using GrpcExp.Cli.Flags;
using GrpcExp.Cli.Metrics;
using GrpcExp.Cli.Servers;

namespace GrpcExp.Cli.Names;

/// <summary>The keys that a control plane has: for completion, and for whoever mistypes one.</summary>
internal static class KnownKeys
{
    /// <summary>All keys of a kind.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(DefinitionKind kind, ServerConnection connection, CancellationToken cancellationToken) => kind.List switch
    {
        "flags" => [.. (await new FlagRegistry(connection, cancellationToken).ListAsync()).Keys],
        "experiments" => [.. (await new ExperimentRegistry(connection, cancellationToken).ListAsync()).Keys],
        "metrics" => [.. (await new MetricRegistry(connection, cancellationToken).ListAsync()).Metrics.Select(metric => metric.Key)],
        _ => [],
    };

    /// <summary>Asks about one resource; when there is none of that key, the message names the nearest that there is.</summary>
    public static async Task<T> AskAsync<T>(DefinitionKind kind, string key, ServerConnection connection, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (RpcException refusal) when (refusal.StatusCode == StatusCode.NotFound && refusal.Status.Detail.Contains($"{kind.List}/{key}", StringComparison.Ordinal))
        {
            var nearest = NearestName.Of(key, await OfAsync(kind, connection, cancellationToken));
            var meant = nearest is null ? "" : $" Did you mean '{nearest}'?";
            throw new CommandException($"There is no {kind.List}/{key}.{meant} 'grpcexp {kind.List} list' shows what there is.", cause: refusal);
        }
    }
}
