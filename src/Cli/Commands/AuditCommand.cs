using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp audit verify</c>: recomputes the hash chain of the audit log.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var verify = new Command("verify", "Recomputes the chain; exits with 1 when it is broken.");
        server.AddTo(verify);
        verify.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var experiments = new ExperimentService.ExperimentServiceClient(connection.Invoker);
            var answer = await experiments.VerifyAuditAsync(new VerifyAuditRequest(), connection.Headers, cancellationToken: cancellationToken);
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
        return new Command("audit", "The append-only log of who changed what.") { verify };
    }
}
