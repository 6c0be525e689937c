using Google.Protobuf;
using Grpc.Core;
using GrpcExp.Cli.CommandLine;

namespace GrpcExp.Cli.Definitions;

/// <summary>Brings the definitions of one kind in a file to where a control plane keeps them.</summary>
internal sealed class DefinitionApplication(IDefinitionRegistry registry, string reason)
{
    private IReadOnlyDictionary<string, IMessage> _stored = new Dictionary<string, IMessage>();

    /// <summary>Says what writing the file would do; problems go to the entries.</summary>
    public async Task<IReadOnlyList<AppliedDefinition>> PlanAsync(DefinitionFile file)
    {
        var entries = EntriesOf(file);
        if (entries.Count == 0)
        {
            return [];
        }

        _stored = await registry.ListAsync();
        foreach (var entry in entries)
        {
            registry.Complete(entry, _stored.GetValueOrDefault(entry.Key));
        }

        return [.. entries.Select(Plan)];
    }

    /// <summary>Writes what was planned.</summary>
    /// <exception cref="CommandException">The control plane refuses an entry; those before it are written.</exception>
    public async Task<IReadOnlyList<AppliedDefinition>> WriteAsync(DefinitionFile file)
    {
        var applied = new List<AppliedDefinition>();
        var entries = EntriesOf(file);
        foreach (var entry in entries)
        {
            var planned = Plan(entry);
            if (planned.Change != DefinitionChange.Unchanged)
            {
                planned = planned with { Version = DefinitionFields.Version(await PutAsync(entry, applied.Count, entries.Count)) };
            }

            applied.Add(planned);
        }

        return applied;
    }

    private async Task<IMessage> PutAsync(DefinitionEntry entry, int done, int all)
    {
        try
        {
            return await registry.PutAsync(entry.Message, _stored.GetValueOrDefault(entry.Key), reason);
        }
        catch (RpcException failure)
        {
            var problems = Refusal.IsOfTheRequest(failure)
                ? string.Join("; ", Refusal.Of(failure).Select(problem => problem.Field.Length > 0 ? $"{problem.Field}: {problem.Problem}" : problem.Problem))
                : FailureText.Of(failure).Message;
            throw new CommandException(
                $"{problems} This was at {registry.Kind.List}/{entry.Key}, after {done} of {all} {registry.Kind.List}. Run it again: what is done is left alone.", cause: failure);
        }
    }

    private AppliedDefinition Plan(DefinitionEntry entry)
    {
        var before = _stored.GetValueOrDefault(entry.Key);
        var version = before is null ? 0 : DefinitionFields.Version(before);
        return before is null ? new AppliedDefinition(registry.Kind, entry.Key, DefinitionFields.HasVersion(entry.Message) ? 1 : 0, DefinitionChange.Created)
            : DefinitionFields.Written(registry.Kind, before).Equals(DefinitionFields.Written(registry.Kind, entry.Message))
                ? new AppliedDefinition(registry.Kind, entry.Key, version, DefinitionChange.Unchanged)
                : new AppliedDefinition(registry.Kind, entry.Key, DefinitionFields.HasVersion(before) ? version + 1 : 0, DefinitionChange.Updated);
    }

    private List<DefinitionEntry> EntriesOf(DefinitionFile file) => [.. file.Entries.Where(entry => entry.Kind == registry.Kind)];
}
