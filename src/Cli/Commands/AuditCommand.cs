using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.Audit;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Terminal;
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
        var since = new Option<DateTimeOffset?>("--since") { Description = "Only events of then or later, for example 2026-03-01 or 2026-03-01T12:00Z; UTC unless it says otherwise.", CustomParser = InstantOf };
        var until = new Option<DateTimeOffset?>("--until") { Description = "Only earlier events.", CustomParser = InstantOf };
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
            if (server.IsJson(parsed))
            {
                MessageJson.Print(log);
            }
            else
            {
                AuditPrinter.Print(Terminals.Output(), log.Events);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static DateTimeOffset? InstantOf(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return instant;
        }

        result.AddError($"'{text}' is no time: give a date such as 2026-03-01, or a date and time such as 2026-03-01T12:00Z.");
        return null;
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
            if (server.IsJson(parsed))
            {
                MessageJson.Print(answer);
            }
            else
            {
                Console.WriteLine(answer.Intact
                    ? $"intact: {answer.Events} events, every hash fits"
                    : $"broken at event {answer.FirstBadSequence}: {answer.Detail}");
            }

            return answer.Intact ? ExitCode.Fine : ExitCode.Failed;
        });
        return command;
    }
}
