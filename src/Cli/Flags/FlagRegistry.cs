using Google.Protobuf;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Flags;

/// <summary>The flags of a running control plane.</summary>
internal sealed class FlagRegistry(ServerConnection connection, CancellationToken cancellationToken) : IDefinitionRegistry
{
    private readonly FlagService.FlagServiceClient _flags = new(connection.Invoker);

    public DefinitionKind Kind => DefinitionKind.Flags;

    /// <summary>All flags whose keys contain a text, by key.</summary>
    public async Task<ListFlagsResponse> ListAsync(string filter)
    {
        var all = new ListFlagsResponse();
        await Pages.ReadAsync(async token =>
        {
            var page = new ListFlagsRequest { PageSize = Pages.Size, PageToken = token, Filter = filter };
            var answer = await _flags.ListFlagsAsync(page, connection.Headers, cancellationToken: cancellationToken);
            all.Flags.Add(answer.Flags);
            all.Revision = answer.Revision;
            return answer.NextPageToken;
        });
        return all;
    }

    public async Task<Flag> GetAsync(string key) =>
        await _flags.GetFlagAsync(new GetFlagRequest { Key = key }, connection.Headers, cancellationToken: cancellationToken);

    /// <summary>Throws or releases the kill switch, whatever the version.</summary>
    public async Task<Flag> SetEnabledAsync(string key, bool enabled, string reason) =>
        await _flags.SetEnabledAsync(new SetEnabledRequest { Key = key, Enabled = enabled, Reason = reason }, connection.Headers, cancellationToken: cancellationToken);

    public async Task<DeleteFlagResponse> DeleteAsync(string key, string reason) =>
        await _flags.DeleteFlagAsync(new DeleteFlagRequest { Key = key, Reason = reason }, connection.Headers, cancellationToken: cancellationToken);

    public async Task<IReadOnlyDictionary<string, IMessage>> ListAsync() =>
        (await ListAsync("")).Flags.ToDictionary(flag => flag.Key, IMessage (flag) => flag, StringComparer.Ordinal);

    /// <summary>A file that does not mention the kill switch leaves it as it is: whoever threw it knows why.</summary>
    public void Complete(DefinitionEntry entry, IMessage? before)
    {
        if (before is Flag stored && !entry.Names("enabled"))
        {
            ((Flag)entry.Message).Enabled = stored.Enabled;
        }
    }

    public async Task<IMessage> PutAsync(IMessage wanted, IMessage? before, string reason)
    {
        var flag = DefinitionFields.Over((Flag)wanted, before);
        return before is null
            ? await _flags.CreateFlagAsync(new CreateFlagRequest { Flag = flag, Reason = reason }, connection.Headers, cancellationToken: cancellationToken)
            : await _flags.UpdateFlagAsync(new UpdateFlagRequest { Flag = flag, Reason = reason }, connection.Headers, cancellationToken: cancellationToken);
    }
}
