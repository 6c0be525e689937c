using Google.Protobuf;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Flags;

/// <summary>The segments of a running control plane.</summary>
internal sealed class SegmentRegistry(ServerConnection connection, CancellationToken cancellationToken) : IDefinitionRegistry
{
    private readonly FlagService.FlagServiceClient _flags = new(connection.Invoker);

    public DefinitionKind Kind => DefinitionKind.Segments;

    public async Task<IReadOnlyDictionary<string, IMessage>> ListAsync()
    {
        var all = new Dictionary<string, IMessage>(StringComparer.Ordinal);
        await Pages.ReadAsync(async token =>
        {
            var page = new ListSegmentsRequest { PageSize = Pages.Size, PageToken = token };
            var answer = await _flags.ListSegmentsAsync(page, connection.Headers, cancellationToken: cancellationToken);
            foreach (var segment in answer.Segments)
            {
                all[segment.Key] = segment;
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
        var request = new PutSegmentRequest { Segment = DefinitionFields.Over((Segment)wanted, before), Reason = reason };
        return await _flags.PutSegmentAsync(request, connection.Headers, cancellationToken: cancellationToken);
    }
}
