using System.CommandLine;
using GrpcExp.Cli.Audit;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Flags;
using GrpcExp.Cli.Names;
using GrpcExp.Cli.Servers;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp flags list|show|enable|disable|delete|history|revert</c>: the flags of a running control plane.</summary>
internal static class FlagsCommand
{
    public static Command Create() => new("flags", "The flags of a running control plane; 'apply' creates and changes them.")
    {
        List(),
        Show(),
        Switch("enable", "Releases the kill switch.", enabled: true),
        Switch("disable", "Throws the kill switch: everybody gets the off variant at once.", enabled: false),
        Delete(),
        History(),
        Revert(),
    };

    private static Command List()
    {
        var server = new ServerOptions();
        var search = new Option<string>("--search") { Description = "Only keys that contain this text.", DefaultValueFactory = _ => "" };
        var command = new Command("list", "Lists flags by key.") { search };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            server.Print(parsed, await new FlagRegistry(connection, cancellationToken).ListAsync(parsed.GetValue(search)!), FlagPrinter.Print);
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Show() => OfOne("show", "Shows a flag, its values, and who gets what in words.", [], async (one, server, parsed) =>
        server.Print(parsed, await one.Flags.GetAsync(one.Key), FlagPrinter.Print));

    private static Command Switch(string name, string description, bool enabled)
    {
        var reason = Reasons.Option($"flags {name}");
        return OfOne(name, description, [reason], async (one, server, parsed) =>
            server.Print(parsed, await one.Flags.SetEnabledAsync(one.Key, enabled, parsed.GetValue(reason)!), (_, flag) =>
                Console.WriteLine($"{flag.Key} is {(flag.Enabled ? "on" : "off")} (version {flag.Version})")));
    }

    private static Command Delete()
    {
        var reason = Reasons.Option("flags delete");
        return OfOne("delete", "Deletes a flag that no experiment and no flag needs.", [reason], async (one, server, parsed) =>
            server.Print(parsed, await one.Flags.DeleteAsync(one.Key, parsed.GetValue(reason)!), (_, gone) =>
                Console.WriteLine($"{one.Key} is gone since revision {gone.Revision}")));
    }

    private static Command History() => OfOne("history", "Lists who changed a flag, when and why, oldest first.", [], async (one, server, parsed) =>
        server.Print(parsed, await one.Log.ListAsync($"flags/{one.Key}"), (console, log) => AuditPrinter.Print(console, log.Events)));

    private static Command Revert()
    {
        var to = new Option<long>("--to") { Description = "Number of the change to go back to, as history shows it: the flag becomes what it was after it.", Required = true };
        var reason = Reasons.Option("flags revert");
        return OfOne("revert", "Makes a flag again what it was; a change like any other, with its own entry in the log.", [to, reason], async (one, server, parsed) =>
            server.Print(parsed, await new FlagReversion(one.Flags, one.Log).RunAsync(one.Key, parsed.GetValue(to), parsed.GetValue(reason)!), FlagPrinter.Print));
    }

    private static Command OfOne(string name, string description, Option[] options, Func<OneFlag, ServerOptions, ParseResult, Task> run)
    {
        var server = new ServerOptions();
        var key = KeyArgument.Of(DefinitionKind.Flags, server, "Flag.");
        var command = new Command(name, description) { key };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var one = new OneFlag(parsed.GetValue(key)!, new FlagRegistry(connection, cancellationToken), new AuditLog(connection, cancellationToken));
            return await KnownKeys.AskAsync(DefinitionKind.Flags, one.Key, connection, async () =>
            {
                await run(one, server, parsed);
                return ExitCode.Fine;
            }, cancellationToken);
        });
        return command;
    }

    private sealed record OneFlag(string Key, FlagRegistry Flags, AuditLog Log);
}
