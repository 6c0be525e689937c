using System.CommandLine;
using System.CommandLine.Completions;
using Grpc.Core;
using GrpcExp.Cli.Commands;
using GrpcExp.Cli.Definitions;

namespace GrpcExp.Cli.Names;

/// <summary>An argument that is a key of a running control plane, which completes it.</summary>
internal static class KeyArgument
{
    // Whoever presses the tab key does not wait for a server that is away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="kind">What the key is of.</param>
    /// <param name="server">Where to ask.</param>
    /// <param name="description">For the help.</param>
    public static Argument<string> Of(DefinitionKind kind, ServerOptions server, string description)
    {
        var argument = new Argument<string>("key") { Description = description };
        argument.CompletionSources.Add(context => Complete(kind, server, context));
        return argument;
    }

    private static IEnumerable<CompletionItem> Complete(DefinitionKind kind, ServerOptions server, CompletionContext context)
    {
        using var connection = server.Connect(context.ParseResult);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // The completion of this library is not asynchronous.
            var keys = KnownKeys.OfAsync(kind, connection, patience.Token).GetAwaiter().GetResult();
            return keys.Where(key => key.StartsWith(context.WordToComplete, StringComparison.Ordinal)).Select(key => new CompletionItem(key));
        }
        catch (Exception away) when (away is RpcException or OperationCanceledException)
        {
            return [];
        }
    }
}
