using Google.Protobuf;
using GrpcExp.Cli.Audit;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Flags;

/// <summary>Makes a flag again what the audit log says it was.</summary>
internal sealed class FlagReversion(FlagRegistry flags, AuditLog log)
{
    // A log may hold fields of a newer control plane than this command.
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <param name="key">The flag.</param>
    /// <param name="sequence">Number of the audit event after which the flag was as wanted.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="CommandException">The log has no such change of the flag.</exception>
    public async Task<Flag> RunAsync(string key, long sequence, string reason)
    {
        var stored = await flags.GetAsync(key);
        var changes = (await log.ListAsync($"flags/{key}")).Events;
        if (changes.FirstOrDefault(change => change.Sequence == sequence) is not { AfterJson.Length: > 0 } wanted)
        {
            var numbers = string.Join(", ", changes.Where(change => change.AfterJson.Length > 0).Select(change => change.Sequence));
            throw CommandException.BadUsage($"--to {sequence} is no change of flags/{key}: give one of {numbers}, which 'flags history {key}' explains.");
        }

        return (Flag)await flags.PutAsync(DefinitionFields.Written(DefinitionKind.Flags, Parser.Parse<Flag>(wanted.AfterJson)), stored, reason);
    }
}
