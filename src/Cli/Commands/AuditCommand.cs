using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.Audit;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp audit list</c> and <c>grpcexp audit verify</c>: who changed what, and whether the log is whole.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "The append-only log of who changed what.") { List(), Verify() };

    private static Command List()
    {
        var server = new ServerOptions();
        var resource = new Option<string>("--resource") { Description = "Only this resource, for example experiments/checkout.", DefaultValueFactory = _ => "" };
        var actor = new Option<string>("--actor") { Description = "Only what this owner of a token did; system for the server itself.", DefaultValueFactory = _ => "" };
        var action = new Option<string>("--action") { Description = "Only this action, for example flag.update.", DefaultValueFactory = _ => "" };
        var since = Instants.Option("--since", "Only events of then or later, for example 2026-03-01 or 2026-03-01T12:00Z; UTC unless it says otherwise.");
        var until = Instants.Option("--until", "Only earlier events.");
        var command = new Command("list", "Lists who changed what, when, from where and why, oldest first.") { resource, actor, action, since, until };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var log = await new AuditLog(connection, cancellationToken).ListAsync(new ListAuditEventsRequest
            {
                Resource = parsed.GetValue(resource)!,
                Actor = parsed.GetValue(actor)!,
                Action = parsed.GetValue(action)!,
                MinEventTime = parsed.GetValue(since) is { } from ? Timestamp.FromDateTimeOffset(from) : null,
                MaxEventTime = parsed.GetValue(until) is { } to ? Timestamp.FromDateTimeOffset(to) : null,
            });
            server.Print(parsed, log, (console, all) => AuditPrinter.Print(console, all.Events));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Command Verify()
    {
        var server = new ServerOptions();
        var command = new Command("verify", "Recomputes the chain; exits with 1 when it is broken.");
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var answer = await new AuditLog(connection, cancellationToken).VerifyAsync();
            server.Print(parsed, answer, (_, found) => Console.WriteLine(found.Intact
                ? $"intact: {found.Events} events, every hash fits"
                : $"broken at event {found.FirstBadSequence}: {found.Detail}"));
            return answer.Intact ? ExitCode.Fine : ExitCode.Failed;
        });
        return command;
    }
}
