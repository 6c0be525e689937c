using System.CommandLine;
using GrpcExp.Cli.Audit;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Terminal;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp audit list</c> and <c>grpcexp audit verify</c>: who changed what, and whether the log is whole.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "The append-only log of who changed what.") { List(), Verify() };

    private static Command List()
    {
        var server = new ServerOptions();
        var resource = new Option<string>("--resource") { Description = "Only this resource, for example experiments/checkout.", DefaultValueFactory = _ => "" };
        var command = new Command("list", "Lists who changed what, when, from where and why, oldest first.") { resource };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var log = await new AuditLog(connection, cancellationToken).ListAsync(parsed.GetValue(resource)!);
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
