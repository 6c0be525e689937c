using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Experiments;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp experiments checklist KEY</c>: what to look at before a launch.</summary>
internal static class ExperimentsCommand
{
    public static Command Create() => new("experiments", "The experiments of a running control plane.") { Checklist() };

    private static Command Checklist()
    {
        var server = new ServerOptions();
        var key = new Argument<string>("key") { Description = "Experiment." };
        var command = new Command("checklist", "Says what stands in the way of a launch, and what real traffic lets expect; exits with 1 when a check failed.") { key };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var experiments = new ExperimentService.ExperimentServiceClient(connection.Invoker);
            var request = new GetLaunchChecklistRequest { Key = parsed.GetValue(key)! };
            var checklist = await experiments.GetLaunchChecklistAsync(request, connection.Headers, cancellationToken: cancellationToken);
            if (server.IsJson(parsed))
            {
                MessageJson.Print(checklist);
            }
            else
            {
                ChecklistPrinter.Print(Terminals.Output(), checklist);
            }

            return checklist.Ready ? ExitCode.Fine : ExitCode.Failed;
        });
        return command;
    }
}
