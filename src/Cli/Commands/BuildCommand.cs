using System.CommandLine;
using GrpcExp.Cli.CommandLine;
using GrpcExp.Cli.Demo;
using GrpcExp.Cli.Terminal;
using GrpcExp.Contracts.Analysis.V1;

namespace GrpcExp.Cli.Commands;

/// <summary><c>grpcexp build</c>: builds the warehouse of a running control plane.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var server = new ServerOptions();
        var fullRefresh = new Option<bool>("--full-refresh") { Description = "Rebuild incremental models from all raw data." };
        var command = new Command("build", "Builds the warehouse of a running control plane and follows its progress.") { fullRefresh, server.Address, server.Token };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = server.Connect(parsed);
            var analysis = new AnalysisService.AnalysisServiceClient(connection.Invoker);
            var stages = new Stages(Terminals.Output(), TimeProvider.System);
            await stages.RunAsync(
                "warehouse",
                progress => WarehouseBuild.RunAsync(analysis, connection.Headers, parsed.GetValue(fullRefresh), progress, cancellationToken));
            return ExitCode.Fine;
        });
        return command;
    }
}
