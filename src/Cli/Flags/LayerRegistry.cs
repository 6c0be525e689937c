using Google.Protobuf;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Flags;

/// <summary>The layers of a running control plane.</summary>
internal sealed class LayerRegistry(ServerConnection connection, CancellationToken cancellationToken) : IDefinitionRegistry
{
    private readonly FlagService.FlagServiceClient _flags = new(connection.Invoker);

    public DefinitionKind Kind => DefinitionKind.Layers;

    public async Task<IReadOnlyDictionary<string, IMessage>> ListAsync()
    {
        var all = new Dictionary<string, IMessage>(StringComparer.Ordinal);
        await Pages.ReadAsync(async token =>
        {
            var page = new ListLayersRequest { PageSize = Pages.Size, PageToken = token };
            var answer = await _flags.ListLayersAsync(page, connection.Headers, cancellationToken: cancellationToken);
            foreach (var layer in answer.Layers)
            {
                all[layer.Key] = layer;
            }

            return answer.NextPageToken;
        });
        return all;
    }

    public void Complete(DefinitionEntry entry, IMessage? before)
    {
    }

    public async Task<IMessage> PutAsync(IMessage wanted, IMessage? before, string reason)
    {
        var request = new PutLayerRequest { Layer = DefinitionFields.Over((Layer)wanted, before), Reason = reason };
        return await _flags.PutLayerAsync(request, connection.Headers, cancellationToken: cancellationToken);
    }
}
